// Nothing but a reason to compile library_headers.hpp.
