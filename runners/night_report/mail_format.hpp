#pragma once

#include <engine/core/instant.hpp>

#include <string>
#include <string_view>

namespace wafercast {

/// A header of a message, folded and with its line end (RFC 5322). What is not ASCII, or reads as if it were encoded
/// already, is encoded (RFC 2047); what could end the header is taken out.
std::string mail_header(std::string_view name, std::string_view text);

/// "Mon, 30 Nov 2026 09:36:12 +0000"
std::string mail_date(Instant instant);

/// The lines of a body, broken at blanks within 78 bytes, and anywhere before a message may not have them longer.
std::string mail_body(std::string_view text);

}  // namespace wafercast
