using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Dibs.Infrastructure.Participants.Seats.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "booking_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    step = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    what = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    milliseconds = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_booking_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bookings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    request_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    payment_key = table.Column<Guid>(type: "uuid", nullable: false),
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    protocol = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    customer_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    customer_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    customer_key = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    seats = table.Column<List<string>>(type: "text[]", nullable: false),
                    reason = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    lost_seats = table.Column<List<string>>(type: "text[]", nullable: true),
                    request = table.Column<string>(type: "jsonb", nullable: true),
                    wake_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bookings", x => x.id);
                    table.CheckConstraint("ck_bookings_amount", "amount >= 0");
                    table.CheckConstraint("ck_bookings_pending", "status <> 'pending' or (request is not null and wake_at is not null)");
                    table.CheckConstraint("ck_bookings_reason", "(status = 'rejected') = (reason is not null)");
                    table.CheckConstraint("ck_bookings_seats", "cardinality(seats) between 1 and 10");
                    table.CheckConstraint("ck_bookings_status", "status in ('pending', 'confirmed', 'rejected', 'cancelled')");
                });

            migrationBuilder.CreateTable(
                name: "cinemas",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    city = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cinemas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    seat = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    state = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    hold_id = table.Column<Guid>(type: "uuid", nullable: true),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claims", x => new { x.screening_id, x.seat });
                    table.CheckConstraint("ck_claims_booked_by_a_booking", "(state = 'booked') <= (booking_id is not null)");
                    table.CheckConstraint("ck_claims_free_of_owners", "state <> 'free' or (hold_id is null and booking_id is null and expires_at is null)");
                    table.CheckConstraint("ck_claims_held_by_somebody", "(state = 'held') <= (hold_id is not null or booking_id is not null)");
                    table.CheckConstraint("ck_claims_state", "state in ('free', 'held', 'booked', 'blocked')");
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    only_one = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment", x => x.id);
                    table.CheckConstraint("ck_deployment_only", "only_one");
                });

            migrationBuilder.CreateTable(
                name: "films",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    synopsis = table.Column<string>(type: "text", nullable: false),
                    genre = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    minimum_age = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_films", x => x.id);
                    table.CheckConstraint("ck_films_minimum_age", "minimum_age between 0 and 21");
                    table.CheckConstraint("ck_films_minutes", "minutes between 1 and 600");
                });

            migrationBuilder.CreateTable(
                name: "holds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    customer_key = table.Column<Guid>(type: "uuid", nullable: false),
                    seats = table.Column<List<string>>(type: "text[]", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    extensions = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    checkout_key = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tx_decision",
                columns: table => new
                {
                    attempt = table.Column<Guid>(type: "uuid", nullable: false),
                    outcome = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tx_decision", x => x.attempt);
                    table.CheckConstraint("ck_tx_decision_outcome", "outcome in ('commit', 'abort')");
                });

            migrationBuilder.CreateTable(
                name: "halls",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cinema_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_halls", x => x.id);
                    table.ForeignKey(
                        name: "fk_halls_cinemas_cinema_id",
                        column: x => x.cinema_id,
                        principalTable: "cinemas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "seat_plans",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    hall_id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    seat_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seat_plans", x => x.id);
                    table.ForeignKey(
                        name: "fk_seat_plans_halls_hall_id",
                        column: x => x.hall_id,
                        principalTable: "halls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screenings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    film_id = table.Column<int>(type: "integer", nullable: false),
                    hall_id = table.Column<int>(type: "integer", nullable: false),
                    seat_plan_id = table.Column<int>(type: "integer", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sales_stopped = table.Column<bool>(type: "boolean", nullable: false),
                    protocol = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screenings", x => x.id);
                    table.CheckConstraint("ck_screenings_end_after_start", "ends_at > starts_at");
                    table.ForeignKey(
                        name: "fk_screenings_films_film_id",
                        column: x => x.film_id,
                        principalTable: "films",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_screenings_halls_hall_id",
                        column: x => x.hall_id,
                        principalTable: "halls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_screenings_seat_plans_seat_plan_id",
                        column: x => x.seat_plan_id,
                        principalTable: "seat_plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prices",
                columns: table => new
                {
                    screening_id = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(8,2)", precision: 8, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prices", x => new { x.screening_id, x.category, x.type });
                    table.CheckConstraint("ck_prices_amount", "amount >= 0");
                    table.ForeignKey(
                        name: "fk_prices_screenings_screening_id",
                        column: x => x.screening_id,
                        principalTable: "screenings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_booking_events_booking_id",
                table: "booking_events",
                column: "booking_id");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_customer_key",
                table: "bookings",
                column: "customer_key");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_reference",
                table: "bookings",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bookings_wake_at",
                table: "bookings",
                column: "wake_at",
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_cinemas_name",
                table: "cinemas",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_claims_booking_id",
                table: "claims",
                column: "booking_id",
                filter: "booking_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_claims_expires_at",
                table: "claims",
                column: "expires_at",
                filter: "state = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_claims_hold_id",
                table: "claims",
                column: "hold_id",
                filter: "hold_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_data_protection_keys_name",
                table: "data_protection_keys",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deployment_only_one",
                table: "deployment",
                column: "only_one",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_films_title",
                table: "films",
                column: "title",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_halls_cinema_id_name",
                table: "halls",
                columns: new[] { "cinema_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_holds_customer_key_screening_id",
                table: "holds",
                columns: new[] { "customer_key", "screening_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_holds_expires_at",
                table: "holds",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_screenings_film_id",
                table: "screenings",
                column: "film_id");

            migrationBuilder.CreateIndex(
                name: "ix_screenings_hall_id_starts_at",
                table: "screenings",
                columns: new[] { "hall_id", "starts_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_screenings_seat_plan_id",
                table: "screenings",
                column: "seat_plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_screenings_starts_at",
                table: "screenings",
                column: "starts_at");

            migrationBuilder.CreateIndex(
                name: "ix_seat_plans_hall_id_version",
                table: "seat_plans",
                columns: new[] { "hall_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tx_decision_decided_at",
                table: "tx_decision",
                column: "decided_at");

            // This installation's name for itself, part of every gid.
            migrationBuilder.Sql("insert into deployment default values;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "booking_events");

            migrationBuilder.DropTable(
                name: "bookings");

            migrationBuilder.DropTable(
                name: "claims");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropTable(
                name: "holds");

            migrationBuilder.DropTable(
                name: "prices");

            migrationBuilder.DropTable(
                name: "tx_decision");

            migrationBuilder.DropTable(
                name: "screenings");

            migrationBuilder.DropTable(
                name: "films");

            migrationBuilder.DropTable(
                name: "seat_plans");

            migrationBuilder.DropTable(
                name: "halls");

            migrationBuilder.DropTable(
                name: "cinemas");
        }
    }
}
