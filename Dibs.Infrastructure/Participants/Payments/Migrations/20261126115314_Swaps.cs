using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Payments.Migrations
{
    /// <inheritdoc />
    public partial class Swaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "rebates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rebates", x => x.id);
                    table.CheckConstraint("ck_rebates_amount", "amount > 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_rebates_booking_id",
                table: "rebates",
                column: "booking_id");

            migrationBuilder.CreateIndex(
                name: "ix_rebates_owed",
                table: "rebates",
                column: "id",
                filter: "returned_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rebates");
        }
    }
}
