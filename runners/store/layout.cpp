#include <runners/store/layout.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

/// {0} a key that counts up, {1} bytes, {2} behind a table that lies in the order of its key.
constexpr const char* layout = R"sql(
CREATE TABLE night(id {0}, plan TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, program TEXT NOT NULL,
  file TEXT NOT NULL);
CREATE TABLE subject(id {0}, file TEXT NOT NULL, settings TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(file, settings));
CREATE TABLE series(id {0}, metric TEXT NOT NULL, period TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE(metric, period));
CREATE TABLE run(id {0}, key TEXT NOT NULL UNIQUE, night BIGINT NOT NULL, subject BIGINT NOT NULL, as_of TEXT NOT NULL,
  scenario_hash TEXT NOT NULL, data_hash TEXT NOT NULL, seed BIGINT NOT NULL, paths BIGINT NOT NULL, program TEXT NOT NULL,
  made TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, error TEXT NOT NULL);
CREATE INDEX run_of_subject ON run(subject, id);
CREATE TABLE seen(subject BIGINT NOT NULL, night BIGINT NOT NULL, run BIGINT NOT NULL, PRIMARY KEY(subject, night)) {2};
CREATE INDEX seen_of_run ON seen(run);
CREATE INDEX seen_in_night ON seen(night);
CREATE TABLE forecast(subject BIGINT NOT NULL, series BIGINT NOT NULL, run BIGINT NOT NULL, mean DOUBLE PRECISION,
  mean_error DOUBLE PRECISION, p1 DOUBLE PRECISION, p5 DOUBLE PRECISION, p25 DOUBLE PRECISION, p50 DOUBLE PRECISION,
  p75 DOUBLE PRECISION, p95 DOUBLE PRECISION, p99 DOUBLE PRECISION, p50_error DOUBLE PRECISION,
  PRIMARY KEY(subject, series, run)) {2};
CREATE TABLE input(id {0}, path TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE(path, digest));
CREATE TABLE run_input(run BIGINT NOT NULL, input BIGINT NOT NULL, PRIMARY KEY(run, input)) {2};
CREATE TABLE summary(run BIGINT PRIMARY KEY, bytes {1} NOT NULL);
CREATE TABLE alert(id {0}, night BIGINT NOT NULL, subject BIGINT NOT NULL, what TEXT NOT NULL, text TEXT NOT NULL,
  told TEXT);
CREATE INDEX alert_in_night ON alert(night);
)sql";

}  // namespace

const char* const measurement_layout = R"sql(
CREATE TABLE measurement(name TEXT NOT NULL, machine TEXT NOT NULL, made TEXT NOT NULL, revision TEXT NOT NULL,
  unit TEXT NOT NULL, low DOUBLE PRECISION NOT NULL, median DOUBLE PRECISION NOT NULL, high DOUBLE PRECISION NOT NULL,
  PRIMARY KEY(name, machine, made));
)sql";

void make_layout(Database& database) {
  Connection& connection = database.connection();
  database.run(
      fmt::format(fmt::runtime(layout), connection.identity(), connection.bytes_type(), connection.clustered()));
  database.run(measurement_layout);
  connection.set_version(layout_version);
}

}  // namespace wafercast
