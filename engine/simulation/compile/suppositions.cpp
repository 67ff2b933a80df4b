#include <engine/scenario/ways_to_suppose.hpp>
#include <engine/simulation/compile/compiler.hpp>
#include <engine/uncertainty/knot_weights.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

using SuppositionKind = Supposition::Kind;

/// A course as suppositions see it: the believed one (−1) or that of a supposition, through the delays behind it.
struct SeenCourse {
  int supposition = -1;
  std::vector<std::size_t> delays{};

  auto operator<=>(const SeenCourse&) const = default;
};

/// What a day's value is made of.
struct Form {
  std::map<SeenCourse, double> shares = {{SeenCourse{}, 1.0}};
  double added = 0.0;
};

bool holds_on(const Supposition& supposition, Date day) {
  return day >= supposition.from && (!supposition.until || day < *supposition.until);
}

/// Lets one supposition act on what stands before it.
void act(const Supposition& supposition, std::size_t index, double factor, Form& form) {
  switch (supposition.kind) {
    case SuppositionKind::scale:
      for (auto& [source, share] : form.shares) share *= supposition.amount;
      form.added *= supposition.amount;
      break;
    case SuppositionKind::shift:
      form.added += supposition.amount * factor;
      break;
    case SuppositionKind::replace:
      form = {.shares = {{SeenCourse{static_cast<int>(index), {}}, 1.0}}};
      break;
    case SuppositionKind::delay: {
      std::map<SeenCourse, double> later;
      for (const auto& [source, share] : form.shares) {
        SeenCourse seen = source;
        seen.delays.push_back(index);
        later[seen] += share;
      }
      form.shares = std::move(later);
    }
  }
}

/// By which suppositions hold on them: the parts of a slice's days.
std::map<std::vector<bool>, double> parts_of(const std::vector<Supposition>& suppositions, const DateRange& slice) {
  std::map<std::vector<bool>, double> parts;
  for (Date day = slice.first; day < slice.last; day += std::chrono::days(1)) {
    std::vector<bool> holding;
    for (const Supposition& supposition : suppositions) holding.push_back(holds_on(supposition, day));
    parts[holding] += 1.0;
  }
  for (auto& [holding, days] : parts) days /= slice.days();
  return parts;
}

/// The average over a slice's days.
Form form_of(const std::vector<Supposition>& suppositions, const DateRange& slice, double factor) {
  Form all{.shares = {}};
  for (const auto& [holding, part] : parts_of(suppositions, slice)) {
    Form form;
    for (std::size_t i = 0; i < suppositions.size(); ++i) {
      if (holding[i]) act(suppositions[i], i, factor, form);
    }
    for (const auto& [source, share] : form.shares) all.shares[source] += part * share;
    all.added += part * form.added;
  }
  return all;
}

std::vector<Delay> delays_of(const SeenCourse& source, const std::vector<Supposition>& suppositions) {
  std::vector<Delay> delays;
  for (const std::size_t i : source.delays) {
    delays.push_back({suppositions[i].from, std::chrono::days(static_cast<int>(suppositions[i].amount))});
  }
  return delays;
}

}  // namespace

void Compiler::refuse_supposition(const DriverSpec& spec, const Supposition& supposition) {
  if (!spec.instead.empty()) {
    diagnostics_.error(supposition.where,
                       fmt::format("to suppose something of '{}' changes nothing (the model reads it before the "
                                   "forecast alone: {})",
                                   spec.name, spec.meaning),
                       fmt::format("suppose something of {}, or write it under 'believe'", spec.instead));
  }
  const bool is_date = spec.support == Support::real && spec.unit == "year";
  if (is_date && supposition.kind == SuppositionKind::scale) {
    diagnostics_.error(supposition.where, fmt::format("'{}' is a date (it has no fraction)", spec.name),
                       "write 'shift: 2 quarters'");
  }
}

// The last reported quarter was as it was, and the outlook was given without what is supposed.
void Compiler::compile_suppositions(const DriverSpec& spec, const DriverBelief& belief, double factor,
                                    PlannedDriver& driver) {
  const std::vector<Supposition>& suppositions = belief.suppositions;
  for (const Supposition& supposition : suppositions) refuse_supposition(spec, supposition);
  if (suppositions.empty()) return;
  const std::vector<DateRange> slices = plan_.timeline.days();
  const auto count = static_cast<Eigen::Index>(slices.size());
  PlannedSupposed supposed{Eigen::VectorXd::Ones(count), Eigen::VectorXd::Zero(count), {}, {}};
  std::map<SeenCourse, Eigen::VectorXd> shares;
  for (Eigen::Index s = Timeline::horizon; s < count; ++s) {
    const Form form = form_of(suppositions, slices[static_cast<std::size_t>(s)], factor);
    supposed.added[s] = form.added;
    supposed.kept[s] = 0.0;
    for (const auto& [source, share] : form.shares) {
      if (source == SeenCourse{}) {
        supposed.kept[s] = share;
      } else {
        shares.try_emplace(source, Eigen::VectorXd::Zero(count)).first->second[s] = share;
      }
    }
  }
  supposed.share.resize(count, static_cast<Eigen::Index>(shares.size()));
  for (const auto& [source, share] : shares) {
    const Course& course =
        source.supposition < 0 ? belief : *suppositions[static_cast<std::size_t>(source.supposition)].instead;
    const auto weights = knot_weights(days_of(course), slices, course.between, delays_of(source, suppositions));
    supposed.share.col(static_cast<Eigen::Index>(supposed.courses.size())) = share;
    supposed.courses.push_back(compile_course(spec, course, factor, weights));
    if (driver.shared_row < 0) driver.shared_row = supposed.courses.back().shared_row;  // it moves with others now
  }
  driver.supposed = std::move(supposed);
  const bool can_leave = spec.support != Support::real && std::ranges::any_of(suppositions, [](const Supposition& s) {
                           return acts_on(s.kind) == ActsOn::value;
                         });
  if (!can_leave) return;
  driver.first_limit_row = plan_.limit_rows;
  plan_.limit_rows += plan_.timeline.quarters();
}

}  // namespace wafercast
