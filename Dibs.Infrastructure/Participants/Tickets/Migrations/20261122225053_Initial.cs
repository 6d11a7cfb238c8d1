using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Tickets.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    code = table.Column<string>(type: "character(26)", fixedLength: true, maxLength: 26, nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    seat = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    price = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets", x => x.code);
                    table.CheckConstraint("ck_tickets_price", "price >= 0");
                    table.CheckConstraint("ck_tickets_state", "state in ('issued', 'void')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_booking_id_seat",
                table: "tickets",
                columns: new[] { "booking_id", "seat" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_screening_id_seat",
                table: "tickets",
                columns: new[] { "screening_id", "seat" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tickets");
        }
    }
}
