#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// Text with &, <, > and quotes as entities of HTML and XML.
std::string markup_text(std::string_view text);

struct Point {
  double x;
  double y;
};

/// An SVG drawing in the making. Looks are left to the style sheet of the page: every element has a class. Coordinates
/// are in pixels, y downwards.
class SvgDrawing {
 public:
  /// `description` is what those hear who do not see the drawing.
  SvgDrawing(double width, double height, std::string_view description);

  void line(std::string_view style, Point from, Point to);
  void polyline(std::string_view style, const std::vector<Point>& points);
  void polygon(std::string_view style, const std::vector<Point>& points);
  void rectangle(std::string_view style, Point corner, double width, double height);
  void circle(std::string_view style, Point centre, double radius);
  void text(std::string_view style, Point where, std::string_view text);

  std::string markup() const;

 private:
  void points(std::string_view element, std::string_view style, const std::vector<Point>& points);

  std::string body_;
};

/// Maps values to pixels, linearly.
class Axis {
 public:
  /// `low` < `high` land at the pixels `from` and `to`.
  Axis(double low, double high, double from, double to) : low_(low), high_(high), from_(from), to_(to) {}

  double pixel(double value) const { return from_ + (value - low_) / (high_ - low_) * (to_ - from_); }

  /// Round values within the axis, about `wished` of them, at equal steps of 1, 2 or 5 times a power of ten.
  std::vector<double> ticks(int wished) const;

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

}  // namespace wafercast
