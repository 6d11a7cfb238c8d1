using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class Swaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas",
                sql: "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled', 'revoking', 'returning', 'withdrawn', 'reissuing', 'rebating', 'swapped')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas",
                sql: "(phase in ('done', 'cancelled', 'withdrawn', 'swapped')) = (wake_at is null)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas",
                sql: "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled', 'revoking', 'returning', 'withdrawn')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas",
                sql: "(phase in ('done', 'cancelled', 'withdrawn')) = (wake_at is null)");
        }
    }
}
