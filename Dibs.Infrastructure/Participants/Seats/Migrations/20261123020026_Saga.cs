using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class Saga : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings");

            migrationBuilder.CreateTable(
                name: "sagas",
                columns: table => new
                {
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phase = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    refused_by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    reason = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    inbox = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    wake_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sagas", x => x.booking_id);
                    table.CheckConstraint("ck_sagas_phase", "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled')");
                    table.CheckConstraint("ck_sagas_reason", "phase in ('paying', 'ticketing', 'done') or (reason is not null and refused_by is not null)");
                    table.CheckConstraint("ck_sagas_wake_at", "(phase in ('done', 'cancelled')) = (wake_at is null)");
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings",
                sql: "status <> 'pending' or request is not null");

            migrationBuilder.CreateIndex(
                name: "ix_sagas_moved_at",
                table: "sagas",
                column: "moved_at",
                filter: "wake_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_sagas_wake_at",
                table: "sagas",
                column: "wake_at",
                filter: "wake_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sagas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_pending",
                table: "bookings",
                sql: "status <> 'pending' or (request is not null and wake_at is not null)");
        }
    }
}
