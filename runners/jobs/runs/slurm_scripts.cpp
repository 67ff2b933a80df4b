#include <runners/jobs/runs/slurm_scripts.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <runners/jobs/runs/run_input.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

/// What goes into a script has one line. Throws InputError for a name with a control character.
void require_one_line(const std::string& name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::none_of(name, is_control)) return;
  throw InputError(
      Diagnostic{{printable_line(name), 0, 0},
                 "cannot be written into a job's script (it has a line break or another control character)",
                 "name another file or folder"});
}

/// A word as the shell reads it back.
std::string quoted(const std::string& word) {
  std::string text = "'";
  require_one_line(word);
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// A file's name within double quotes of an #SBATCH line, where % begins a pattern.
std::string pattern_text(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (c == '%') text += '%';
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

/// The run that is meant, but for its paths: each script says which it takes.
std::string run_command(const SlurmRequest& request, const Scenario& scenario) {
  RunInput input = run_input(request.run, scenario);
  input.paths = 0;
  std::string command = quoted(request.program.string()) + " run";
  for (const auto& [option, value] : run_options(input)) {
    command += fmt::format("{}{}{}", option.empty() ? "" : " ", option, value.empty() ? "" : " " + quoted(value));
  }
  const Reach& reach = request.run.scenario.read.reach;
  if (reach.root) command += " --root " + quoted(reach.root->string());
  if (reach.allow_outside) command += " --allow-outside";
  return command;
}

constexpr const char* learn_script = R"(#!/bin/sh
#SBATCH --job-name=wafercast-learn
#SBATCH --cpus-per-task={threads}
#SBATCH --output="{logs}/learn.log"
# Learns of the reported quarters once, for all shards.
set -eu
cd {started_in}
export XDG_CACHE_HOME={folder}/cache
exec {run} --paths 64 --threads {threads} --quiet --part {folder}/cache/learnt.part
)";

constexpr const char* shard_script = R"(#!/bin/sh
#SBATCH --job-name=wafercast-shard
#SBATCH --cpus-per-task={threads}
#SBATCH --output="{logs}/%a.log"
# One shard of {paths} paths. A part appears whole or not at all, so one that is there is done.
set -eu
part={folder}/parts/$SLURM_ARRAY_TASK_ID.part
[ ! -e "$part" ] || exit 0
cd {started_in}
export XDG_CACHE_HOME={folder}/cache
exec {run} --paths {paths} --shard "$SLURM_ARRAY_TASK_ID/{shards}" --threads {threads} --quiet --part "$part"
)";

constexpr const char* merge_script = R"(#!/bin/sh
#SBATCH --job-name=wafercast-merge
#SBATCH --cpus-per-task={threads}
#SBATCH --output="{logs}/merge.log"
# Adds the parts up. Where some are missing it says which paths, with exit code 5; ./submit runs those again.
set -eu
cd {started_in}
export XDG_CACHE_HOME={folder}/cache
exec {program} merge {folder}/parts --paths {paths} --threads {threads} --out {folder}/result
)";

constexpr const char* submit_script = R"(#!/bin/sh
# Submits the shards that are not done yet, and the merge that waits for them. Options go to sbatch:
#
#   ./submit --partition=long --time=2:00:00
#
# To be called again when shards were lost: what is done stays done.
set -eu
cd {folder}
missing='' from='' i=1
while [ "$i" -le {after_last} ]; do
  if [ "$i" -le {shards} ] && [ ! -e "parts/$i.part" ]; then
    [ -n "$from" ] || from=$i
  elif [ -n "$from" ]; then
    missing=$missing${{missing:+,}}$from-$((i - 1))
    from=''
  fi
  i=$((i + 1))
done
after=''
if [ -n "$missing" ]; then
  learnt=$(sbatch --parsable "$@" learn.sbatch)
  shards=$(sbatch --parsable "$@" --dependency="afterok:${{learnt%%;*}}" --kill-on-invalid-dep=yes --array="$missing" shard.sbatch)
  echo "shards $missing: job ${{shards%%;*}}"
  after=--dependency=afterany:${{shards%%;*}}
fi
merge=$(sbatch --parsable "$@" $after merge.sbatch)
printf 'merge: job %s; the forecast will be in %s\n' "${{merge%%;*}}" {folder}/result
)";

}  // namespace

std::vector<Script> slurm_scripts(const SlurmRequest& request, const Scenario& scenario) {
  const auto filled = [&](const char* text) {
    return fmt::format(
        fmt::runtime(text), fmt::arg("run", run_command(request, scenario)),
        fmt::arg("program", quoted(request.program.string())), fmt::arg("folder", quoted(request.folder.string())),
        fmt::arg("logs", pattern_text((request.folder / "logs").string())),
        fmt::arg("started_in", quoted(request.started_in.string())), fmt::arg("paths", request.run.paths),
        fmt::arg("shards", request.shards), fmt::arg("after_last", request.shards + 1),
        fmt::arg("threads", request.run.scenario.threads.count));
  };
  return {{"learn.sbatch", filled(learn_script)},
          {"shard.sbatch", filled(shard_script)},
          {"merge.sbatch", filled(merge_script)},
          {"submit", filled(submit_script), true}};
}

}  // namespace wafercast
