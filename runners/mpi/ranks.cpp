#include <runners/mpi/ranks.hpp>

#include <mpi.h>

#include <cstdlib>
#include <string>

namespace wafercast {
namespace {

constexpr int tag = 1;

void send(const std::string& bytes, int to) {
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

std::string receive(int from) {
  MPI_Status status;
  MPI_Probe(from, tag, MPI_COMM_WORLD, &status);
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  MPI_Recv(bytes.data(), size, MPI_BYTE, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return bytes;
}

}  // namespace

Ranks::Ranks(int& argc, char**& argv) {
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &count_);
}

Ranks::~Ranks() {
  MPI_Finalize();
}

int Ranks::agree_on_largest(int value) const {
  int largest = value;
  MPI_Allreduce(&value, &largest, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return largest;
}

void Ranks::add_up(Counted& counted, const Prepared& prepared, PartHeader header, Threads threads) const {
  for (int step = 1; step < count_; step *= 2) {
    if (rank_ % (2 * step) == step) {
      header.paths.count = counted.summary.paths();  // by now with those of the ranks that follow
      send(part_bytes(header, counted.summary, counted.limits), rank_ - step);
      return;
    }
    if (rank_ + step >= count_) continue;
    Counted theirs = nothing_counted(prepared);
    read_part(receive(rank_ + step), theirs.summary, theirs.limits);
    counted.merge(theirs, threads);
  }
}

void Ranks::abandon(int exit_code) {
  MPI_Abort(MPI_COMM_WORLD, exit_code);
  std::abort();
}

}  // namespace wafercast
