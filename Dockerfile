# One instance of Dibs.Web. docker-compose.yml starts two of them.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# Packages first: they are fetched again only when one of these files changes.
COPY global.json .editorconfig Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY eng/ eng/
COPY Dibs.Domain/Dibs.Domain.csproj Dibs.Domain/
COPY Dibs.Infrastructure/Dibs.Infrastructure.csproj Dibs.Infrastructure/
COPY Dibs.Web/Dibs.Web.csproj Dibs.Web/
# Where the feed lacks a package, what stands in for it (eng/restricted-feed/README.md).
RUN dotnet restore Dibs.Web || (eng/restricted-feed/detect.sh && dotnet restore Dibs.Web)
COPY . .
RUN dotnet publish Dibs.Web -c Release --no-restore -o /app
# Without its script every page is dead, and nothing else would say so (see Dibs.Web.csproj).
RUN ls /app/wwwroot/_framework/blazor.web*.js

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The image's own user without rights; nothing is written to the container.
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Dibs.Web.dll"]
