using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Provider.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "authorisations",
                columns: table => new
                {
                    payment_key = table.Column<Guid>(type: "uuid", nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: true),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: true),
                    card_last4 = table.Column<string>(type: "character(4)", fixedLength: true, maxLength: 4, nullable: true),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    refunded = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false, defaultValue: 0m),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authorisations", x => x.payment_key);
                    table.CheckConstraint("ck_authorisations_amount", "amount >= 0");
                    table.CheckConstraint("ck_authorisations_ended", "(state = 'authorised') = (ended_at is null)");
                    table.CheckConstraint("ck_authorisations_refunded", "refunded between 0 and coalesce(amount, 0)");
                    table.CheckConstraint("ck_authorisations_refunded_if_captured", "refunded = 0 or state = 'captured'");
                    table.CheckConstraint("ck_authorisations_state", "state in ('authorised', 'declined', 'captured', 'voided')");
                    table.CheckConstraint("ck_authorisations_tombstone", "num_nulls(booking_id, amount, currency, card_last4) in (0, 4) and (booking_id is not null or state = 'voided')");
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                columns: table => new
                {
                    refund_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_key = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => x.refund_id);
                    table.CheckConstraint("ck_refunds_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_refunds_authorisations_payment_key",
                        column: x => x.payment_key,
                        principalTable: "authorisations",
                        principalColumn: "payment_key",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_authorisations_created_at",
                table: "authorisations",
                column: "created_at",
                filter: "state = 'authorised'");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_payment_key",
                table: "refunds",
                column: "payment_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refunds");

            migrationBuilder.DropTable(
                name: "authorisations");
        }
    }
}
