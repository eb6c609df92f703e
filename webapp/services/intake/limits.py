"""How large a list of recipients may be. What is over a limit is refused with a sentence, never half read."""

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_WIDTH = 16_384  # cells of a row, as in spreadsheets; what is beyond them is not looked at
MAX_CELL = 10_000  # characters
MAX_READ = 10 * MAX_CELL  # of a cell that is longer; it must shrink to the limit by being cleaned
MAX_SAMPLE = 4 * 1024 * 1024  # characters of the rows by which a list is found out
MAX_LINE = 4 * 1024 * 1024  # characters between two line ends of a text file
MAX_INFLATED = 1024 * 1024 * 1024  # bytes of a workbook, unpacked
MAX_SHARED_STRINGS = 256 * 1024 * 1024  # bytes, unpacked; they are held in memory
MAX_MEMBERS = 5_000  # files inside a workbook
# Cells between A1 and the last one in use. The spreadsheet reader holds them all, 32 bytes each.
MAX_AREA = 20_000_000
