using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class Vouchers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "discount",
                table: "bookings",
                type: "numeric(10,2)",
                precision: 10,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "voucher",
                table: "bookings",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "vouchers",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    percent = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    amount = table.Column<decimal>(type: "numeric(8,2)", precision: 8, scale: 2, nullable: true),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: true),
                    screening_id = table.Column<int>(type: "integer", nullable: true),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    max_uses = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vouchers", x => x.code);
                    table.CheckConstraint("ck_vouchers_amount", "amount > 0");
                    table.CheckConstraint("ck_vouchers_code", "code ~ '^[A-Z0-9-]{3,40}$'");
                    table.CheckConstraint("ck_vouchers_currency", "currency is null or amount is not null");
                    table.CheckConstraint("ck_vouchers_max_uses", "max_uses between 1 and 100000");
                    table.CheckConstraint("ck_vouchers_percent", "percent > 0 and percent <= 100");
                    table.CheckConstraint("ck_vouchers_percent_or_amount", "num_nulls(percent, amount) = 1");
                    table.CheckConstraint("ck_vouchers_valid", "valid_until > valid_from");
                    table.ForeignKey(
                        name: "fk_vouchers_screenings_screening_id",
                        column: x => x.screening_id,
                        principalTable: "screenings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "voucher_uses",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voucher_uses", x => new { x.code, x.number });
                    table.ForeignKey(
                        name: "fk_voucher_uses_vouchers_code",
                        column: x => x.code,
                        principalTable: "vouchers",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bookings_voucher",
                table: "bookings",
                column: "voucher",
                filter: "voucher is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bookings_discount",
                table: "bookings",
                sql: "(voucher is null) = (discount is null) and discount >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_uses_booking_id",
                table: "voucher_uses",
                column: "booking_id",
                unique: true,
                filter: "booking_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_uses_free",
                table: "voucher_uses",
                columns: new[] { "code", "number" },
                filter: "booking_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_screening_id",
                table: "vouchers",
                column: "screening_id");

            // A voucher's use is given back in the statement that ends its booking, whichever that is.
            migrationBuilder.Sql(
                """
                create function give_voucher_back() returns trigger language plpgsql as $$
                begin
                  update voucher_uses set booking_id = null where booking_id = new.id;
                  return null;
                end $$;
                create trigger give_voucher_back after update of status on bookings for each row
                  when (new.voucher is not null and new.status in ('rejected', 'cancelled') and old.status <> new.status)
                  execute function give_voucher_back();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger give_voucher_back on bookings; drop function give_voucher_back();");

            migrationBuilder.DropTable(
                name: "voucher_uses");

            migrationBuilder.DropTable(
                name: "vouchers");

            migrationBuilder.DropIndex(
                name: "ix_bookings_voucher",
                table: "bookings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bookings_discount",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "discount",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "voucher",
                table: "bookings");
        }
    }
}
