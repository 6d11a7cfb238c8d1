using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class Cancelling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_status",
                table: "bookings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_reason",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings",
                sql: "status not in ('pending', 'cancelling') or request is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_status",
                table: "bookings",
                sql: "status in ('pending', 'confirmed', 'rejected', 'cancelled', 'cancelling')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas",
                sql: "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled', 'revoking', 'returning', 'withdrawn')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_reason",
                table: "sagas",
                sql: "phase not in ('voiding', 'refunding', 'cancelled') or (reason is not null and refused_by is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas",
                sql: "(phase in ('done', 'cancelled', 'withdrawn')) = (wake_at is null)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_status",
                table: "bookings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_reason",
                table: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings",
                sql: "status <> 'pending' or request is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_status",
                table: "bookings",
                sql: "status in ('pending', 'confirmed', 'rejected', 'cancelled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_phase",
                table: "sagas",
                sql: "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_reason",
                table: "sagas",
                sql: "phase in ('paying', 'ticketing', 'done') or (reason is not null and refused_by is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sagas_wake_at",
                table: "sagas",
                sql: "(phase in ('done', 'cancelled')) = (wake_at is null)");
        }
    }
}
