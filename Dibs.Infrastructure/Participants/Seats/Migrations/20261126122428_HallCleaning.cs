using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class HallCleaning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "cleaning_minutes",
                table: "halls",
                type: "integer",
                nullable: false,
                defaultValue: 15);

            migrationBuilder.AddCheckConstraint(
                name: "ck_halls_cleaning_minutes",
                table: "halls",
                sql: "cleaning_minutes between 0 and 120");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_halls_cleaning_minutes",
                table: "halls");

            migrationBuilder.DropColumn(
                name: "cleaning_minutes",
                table: "halls");
        }
    }
}
