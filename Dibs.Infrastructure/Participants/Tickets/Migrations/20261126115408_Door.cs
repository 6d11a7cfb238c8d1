using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Tickets.Migrations
{
    /// <inheritdoc />
    public partial class Door : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "check_in_conflicts",
                columns: table => new
                {
                    scan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_code = table.Column<string>(type: "character(26)", fixedLength: true, maxLength: 26, nullable: true),
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    door = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    first_scan_id = table.Column<Guid>(type: "uuid", nullable: true),
                    first_door = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    noted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_in_conflicts", x => x.scan_id);
                    table.CheckConstraint("ck_check_in_conflicts_reason", "reason in ('used', 'otherhall', 'othertime', 'cancelled', 'unknown')");
                });

            migrationBuilder.CreateTable(
                name: "check_ins",
                columns: table => new
                {
                    ticket_code = table.Column<string>(type: "character(26)", fixedLength: true, maxLength: 26, nullable: false),
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    door = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    noted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_ins", x => x.ticket_code);
                    table.ForeignKey(
                        name: "fk_check_ins_tickets_ticket_code",
                        column: x => x.ticket_code,
                        principalTable: "tickets",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_check_in_conflicts_screening_id",
                table: "check_in_conflicts",
                column: "screening_id");

            migrationBuilder.CreateIndex(
                name: "ix_check_ins_screening_id",
                table: "check_ins",
                column: "screening_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "check_in_conflicts");

            migrationBuilder.DropTable(
                name: "check_ins");
        }
    }
}
