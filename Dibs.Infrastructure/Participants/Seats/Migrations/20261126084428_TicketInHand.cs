using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class TicketInHand : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "mail_attempts",
                table: "bookings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mail_due_at",
                table: "bookings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "mail_number",
                table: "bookings",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mailed_at",
                table: "bookings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ticket_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "character(4)", fixedLength: true, maxLength: 4, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    private_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bookings_mail_due_at",
                table: "bookings",
                column: "mail_due_at",
                filter: "mail_due_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ticket_keys");

            migrationBuilder.DropIndex(
                name: "ix_bookings_mail_due_at",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "mail_attempts",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "mail_due_at",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "mail_number",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "mailed_at",
                table: "bookings");
        }
    }
}
