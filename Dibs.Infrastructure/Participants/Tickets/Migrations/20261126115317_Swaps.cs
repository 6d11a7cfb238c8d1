using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Tickets.Migrations
{
    /// <inheritdoc />
    public partial class Swaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tickets_booking_id_seat",
                table: "tickets");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_booking_id_seat",
                table: "tickets",
                columns: new[] { "booking_id", "seat" },
                unique: true,
                filter: "state = 'issued'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tickets_booking_id_seat",
                table: "tickets");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_booking_id_seat",
                table: "tickets",
                columns: new[] { "booking_id", "seat" },
                unique: true);
        }
    }
}
