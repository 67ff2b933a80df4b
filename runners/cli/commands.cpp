#include <runners/cli/commands.hpp>

namespace wafercast {

std::vector<CommandKind> commands() {
  return {run_command(),     compare_command(), tornado_command(),  goal_command(),       validate_command(),
          explain_command(), list_command(),    diff_command(),     new_command(),        schema_command(),
          merge_command(),   slurm_command(),   backtest_command(), spread_command(),     why_command(),
          nightly_command(), history_command(), store_command(),    benchmarks_command(), completion_command(),
          man_command()};
}

}  // namespace wafercast
