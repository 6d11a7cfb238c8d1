using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dibs.Infrastructure.Participants.Payments.Migrations
{
    /// <inheritdoc />
    public partial class Saga : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "saga_steps",
                columns: table => new
                {
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    result = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: false),
                    reason = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saga_steps", x => x.booking_id);
                    table.CheckConstraint("ck_saga_steps_reason", "(result = 'refused') = (reason is not null)");
                    table.CheckConstraint("ck_saga_steps_result", "result in ('applied', 'refused', 'compensated')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_saga_steps_at",
                table: "saga_steps",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saga_steps");
        }
    }
}
