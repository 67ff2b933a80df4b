#include <runners/report/html/svg.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {

std::string markup_text(std::string_view text) {
  std::string markup;
  for (const char c : text) {
    switch (c) {
      case '&':
        markup += "&amp;";
        break;
      case '<':
        markup += "&lt;";
        break;
      case '>':
        markup += "&gt;";
        break;
      case '"':
        markup += "&quot;";
        break;
      case '\'':
        markup += "&#39;";
        break;
      default:
        markup += c;
    }
  }
  return markup;
}

SvgDrawing::SvgDrawing(double width, double height, std::string_view description)
    : body_(fmt::format("<svg viewBox=\"0 0 {:g} {:g}\" role=\"img\" aria-label=\"{}\">\n", width, height,
                        markup_text(description))) {}

void SvgDrawing::line(std::string_view style, Point from, Point to) {
  body_ += fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", style, from.x,
                       from.y, to.x, to.y);
}

void SvgDrawing::points(std::string_view element, std::string_view style, const std::vector<Point>& points) {
  std::string list;
  for (const Point& point : points) list += fmt::format("{}{:.1f},{:.1f}", list.empty() ? "" : " ", point.x, point.y);
  body_ += fmt::format("<{} class=\"{}\" points=\"{}\"/>\n", element, style, list);
}

void SvgDrawing::polyline(std::string_view style, const std::vector<Point>& points) {
  this->points("polyline", style, points);
}

void SvgDrawing::polygon(std::string_view style, const std::vector<Point>& points) {
  this->points("polygon", style, points);
}

void SvgDrawing::rectangle(std::string_view style, Point corner, double width, double height) {
  body_ += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n", style,
                       corner.x, corner.y, width, height);
}

void SvgDrawing::circle(std::string_view style, Point centre, double radius) {
  body_ +=
      fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:g}\"/>\n", style, centre.x, centre.y, radius);
}

void SvgDrawing::text(std::string_view style, Point where, std::string_view text) {
  body_ += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", style, where.x, where.y,
                       markup_text(text));
}

std::string SvgDrawing::markup() const {
  return body_ + "</svg>\n";
}

std::vector<double> Axis::ticks(int wished) const {
  const double rough = (high_ - low_) / wished;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double lead = rough / power;
  const double step = power * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
  std::vector<double> ticks;
  for (double i = std::ceil(low_ / step); i * step <= high_; i += 1.0) ticks.push_back(i * step);
  return ticks;
}

}  // namespace wafercast
