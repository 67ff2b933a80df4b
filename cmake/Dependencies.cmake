# Every third-party library, in one place. Why each was chosen: docs/adr/0001-libraries.md. All come from Debian packages,
# listed in cmake/debian-packages.txt, which the front door installs.
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(TBB 2021.8 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)

find_package(SQLite3 3.40 REQUIRED)
find_package(PostgreSQL 15 REQUIRED)
find_package(ZLIB 1.2 REQUIRED)

find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
add_library(wafercast_xxhash INTERFACE IMPORTED)
target_include_directories(wafercast_xxhash INTERFACE "${XXHASH_INCLUDE_DIR}")
target_compile_definitions(wafercast_xxhash INTERFACE XXH_INLINE_ALL)

find_path(LIBCSV_INCLUDE_DIR csv.h REQUIRED)
find_library(LIBCSV_LIBRARY csv REQUIRED)
add_library(wafercast_libcsv INTERFACE IMPORTED)
target_include_directories(wafercast_libcsv INTERFACE "${LIBCSV_INCLUDE_DIR}")
target_link_libraries(wafercast_libcsv INTERFACE "${LIBCSV_LIBRARY}")

find_path(UTF8PROC_INCLUDE_DIR utf8proc.h REQUIRED)
find_library(UTF8PROC_LIBRARY utf8proc REQUIRED)
add_library(wafercast_utf8proc INTERFACE IMPORTED)
target_include_directories(wafercast_utf8proc SYSTEM INTERFACE "${UTF8PROC_INCLUDE_DIR}")
target_link_libraries(wafercast_utf8proc INTERFACE "${UTF8PROC_LIBRARY}")

# Nor has libxlsxwriter. The header is C, of another style of warnings.
find_path(XLSXWRITER_INCLUDE_DIR xlsxwriter.h REQUIRED)
find_library(XLSXWRITER_LIBRARY xlsxwriter REQUIRED)
add_library(wafercast_xlsxwriter INTERFACE IMPORTED)
target_include_directories(wafercast_xlsxwriter SYSTEM INTERFACE "${XLSXWRITER_INCLUDE_DIR}")
target_link_libraries(wafercast_xlsxwriter INTERFACE "${XLSXWRITER_LIBRARY}")
