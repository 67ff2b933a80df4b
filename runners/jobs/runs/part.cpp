#include <runners/jobs/runs/part.hpp>

#include <engine/core/digest.hpp>
#include <engine/core/run_limits.hpp>
#include <runners/files/one_file.hpp>
#include <runners/files/output_places.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/run_input_io.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace wafercast {
namespace {

std::string text_of(const PathRange& range) {
  return fmt::format("{}..{}", range.first, range.end());
}

std::string text_of(const std::vector<PathRange>& ranges) {
  std::vector<std::string> texts;
  for (const PathRange& range : ranges) texts.push_back(text_of(range));
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// The run of which something is a part: independent draws are the same however many paths there are.
RunInput divided(const RunRequest& request, const Scenario& scenario) {
  RunInput input = run_input(request, scenario);
  if (input.draws == Sampling::Kind::independent) input.paths = 0;
  return input;
}

/// All that decides about the bits of its parts.
std::string run_key(const RunInput& input, const Scenario& scenario) {
  return digest_of(
      fmt::format("{}\n{}\n{}", run_hash(input, scenario.resolved), scenario.evidence_digest, program_id()));
}

/// A file that is sound. Its bytes are read again when they are needed: of a thousand parts all would be gigabytes.
struct PartFile {
  std::filesystem::path path;
  PartHeader header;
};

/// The run of which a part is one, to be worked on like `how`. Throws InputError.
RunRequest request_of(const PartFile& part, const ScenarioRequest& how) {
  RunRequest request{.scenario = how};
  try {
    ask_for(read_run_input(part.header.request), request);
  } catch (const std::invalid_argument& error) {
    throw InputError(Diagnostic{
        {part.path.string(), 0, 0}, fmt::format("does not name its run ({})", error.what()), "make it again"});
  }
  return request;
}

std::optional<PartFile> read_part_file(const std::filesystem::path& file, Diagnostics& diagnostics) {
  const SourceLocation where{file.string(), 0, 0};
  try {
    const auto bytes = read_whole(file);
    if (!bytes) {
      diagnostics.error(where, "there is no such file");
      return std::nullopt;
    }
    PartFile part{file, read_part_header(*bytes)};
    if (part.header.paths.end() <= static_cast<std::uint64_t>(most_paths)) return part;
    diagnostics.error(where, fmt::format("has paths beyond the {}th, the last that there is", most_paths));
  } catch (const FormatError& error) {
    diagnostics.error(where, fmt::format("cannot be read as a part of a run ({})", error.what()),
                      "make it again with 'wafercast run --paths A..B --part FILE'");
  } catch (const InputError& error) {
    diagnostics.add(error.diagnostics());
  }
  return std::nullopt;
}

/// In the order of their paths.
std::vector<PartFile> read_parts(const std::vector<std::filesystem::path>& files) {
  Diagnostics diagnostics;
  std::vector<PartFile> parts;
  for (const std::filesystem::path& file : files) {
    if (auto part = read_part_file(file, diagnostics)) parts.push_back(*std::move(part));
  }
  for (const PartFile& part : parts) {
    if (part.header.run == parts.front().header.run) continue;
    diagnostics.error({part.path.string(), 0, 0},
                      fmt::format("is a part of another run than '{}' (another scenario, data, seed or program)",
                                  parts.front().path.string()),
                      "merge the parts of each run by themselves");
  }
  std::ranges::stable_sort(parts, {}, [](const PartFile& part) { return part.header.paths.first; });
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const PartFile& before = parts[i - 1];
    if (parts[i].header.paths.first >= before.header.paths.end()) continue;
    diagnostics.error({parts[i].path.string(), 0, 0},
                      fmt::format("has paths {} that '{}' has too ({})", text_of(parts[i].header.paths),
                                  before.path.string(), text_of(before.header.paths)),
                      "name each part once");
  }
  diagnostics.throw_if_any();
  return parts;
}

/// Throws MissingParts where paths are in no part: before the last one, and up to `wanted` if that is said.
void require_no_gap(const std::vector<PartFile>& parts, std::optional<std::int64_t> wanted) {
  std::vector<PathRange> missing;
  std::uint64_t done = 0;
  const auto expect = [&](std::uint64_t next) {
    if (next > done) missing.push_back({done, static_cast<std::int64_t>(next - done)});
  };
  for (const PartFile& part : parts) {
    expect(part.header.paths.first);
    done = part.header.paths.end();
  }
  if (wanted) expect(static_cast<std::uint64_t>(*wanted));
  if (!missing.empty()) throw MissingParts(std::move(missing));
}

/// Whether a run may keep what it has done at `file`.
bool may_take(const std::filesystem::path& file) {
  try {
    OutputPlaces places;
    places.file(part_kind, file);
    places.require();
    return true;
  } catch (const InputError&) {
    return false;
  }
}

/// What a file says it counted; throws InputError when it does not.
Counted counted_in(const PartFile& part, const Prepared& prepared) {
  Counted counted = nothing_counted(prepared);
  try {
    read_part(read_whole(part.path).value_or(""), counted.summary, counted.limits);
  } catch (const FormatError& error) {
    throw InputError(Diagnostic{{part.path.string(), 0, 0},
                                fmt::format("cannot be read as a part of this run ({})", error.what()),
                                "make it again"});
  }
  return counted;
}

/// The first paths of a run, counted.
struct Progressed {
  std::int64_t paths = 0;
  std::optional<Counted> counted{};

  /// Counts so many more; false when it was stopped.
  bool add(const Prepared& prepared, std::int64_t count, const RunRequest& request, const Callbacks& callbacks) {
    const Threads threads = request.scenario.threads;
    auto more = count_paths(prepared, {static_cast<std::uint64_t>(paths), count}, threads, callbacks);
    if (!more) return false;
    if (counted) {
      counted->merge(*more, threads);
    } else {
      counted = std::move(more);
    }
    paths += count;
    return true;
  }
};

/// What an earlier attempt at the same run left; nothing where there is no such file.
Progressed kept_at(const std::filesystem::path& file, const Prepared& prepared, const RunRequest& request) {
  if (!std::filesystem::exists(file)) return {};
  Diagnostics of_no_interest;
  const auto kept = read_part_file(file, of_no_interest);
  if (!kept || kept->header != part_header(prepared, request, {0, kept->header.paths.count})) return {};
  const std::int64_t paths = kept->header.paths.count;
  return paths < request.paths ? Progressed{paths, counted_in(*kept, prepared)} : Progressed{};
}

}  // namespace

MissingParts::MissingParts(std::vector<PathRange> ranges)
    : std::runtime_error(
          fmt::format("no part holds the paths {}; make them with 'wafercast run … --paths {} --part FILE'",
                      text_of(ranges), text_of(ranges.front()))),
      ranges_(std::move(ranges)) {}

PartHeader part_header(const Prepared& prepared, const RunRequest& request, PathRange paths) {
  const RunInput input = divided(request, prepared.scenario);
  return {run_key(input, prepared.scenario), run_input_text(input), paths};
}

void write_part(const std::filesystem::path& file, const PartHeader& header, const Counted& counted) {
  write_whole(file, part_bytes(header, counted.summary, counted.limits));
}

MergedRun merge_parts(const std::vector<std::filesystem::path>& files, const ScenarioRequest& how, Told told,
                      std::optional<std::int64_t> paths) {
  const std::vector<PartFile> parts = read_parts(files);
  const PartFile& last = parts.back();
  if (paths && last.header.paths.end() > static_cast<std::uint64_t>(*paths)) {
    throw InputError(
        Diagnostic{{last.path.string(), 0, 0},
                   fmt::format("has paths {}, and the whole is said to have {}", text_of(last.header.paths), *paths),
                   "say how many the whole has, or merge without --paths"});
  }
  require_no_gap(parts, paths);
  RunRequest request = request_of(parts.front(), how);
  request.told = told;
  request.paths = static_cast<std::int64_t>(parts.back().header.paths.end());
  Prepared prepared = prepare(request.scenario);
  if (run_key(divided(request, prepared.scenario), prepared.scenario) != parts.front().header.run) {
    throw InputError(
        Diagnostic{{parts.front().path.string(), 0, 0},
                   "is of a run that cannot be had any more (its scenario, its data or the program changed)",
                   "make the parts again"});
  }
  Counted whole = counted_in(parts.front(), prepared);
  for (std::size_t i = 1; i < parts.size(); ++i) whole.merge(counted_in(parts[i], prepared), how.threads);
  RunResult result = conclude(prepared, request, whole);
  return {std::move(request), std::move(prepared), std::move(result)};
}

std::optional<Counted> count_resumably(const Prepared& prepared, const RunRequest& request,
                                       const std::filesystem::path& file, const Callbacks& callbacks) {
  constexpr std::int64_t longest_undivided = std::int64_t{1} << 18;  // paths: a second's work is not worth dividing
  constexpr auto kept_every = std::chrono::seconds(30);
  const std::int64_t step = request.paths > longest_undivided ? longest_undivided / 4 : request.paths;
  const bool is_ours = may_take(file);
  Progressed so_far;
  if (is_ours && request.paths > step) so_far = kept_at(file, prepared, request);
  auto last_kept = std::chrono::steady_clock::now();
  while (so_far.paths < request.paths) {
    const Callbacks of_step{
        [&](std::int64_t in_step, std::int64_t) { callbacks.progress(so_far.paths + in_step, request.paths); },
        callbacks.stop};
    const bool was_stopped = !so_far.add(prepared, std::min(step, request.paths - so_far.paths), request, of_step);
    const auto now = std::chrono::steady_clock::now();
    const bool is_part = is_ours && so_far.paths > 0 && so_far.paths < request.paths;
    if (is_part && (was_stopped || now - last_kept > kept_every)) {
      write_part(file, part_header(prepared, request, {0, so_far.paths}), *so_far.counted);
      last_kept = now;
    }
    if (was_stopped) return std::nullopt;
  }
  std::error_code ignored;
  if (is_ours) std::filesystem::remove(file, ignored);
  return std::move(so_far.counted);
}

}  // namespace wafercast
