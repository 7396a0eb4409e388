"""What leaves by file for the auditor: the bundle, its tables, its journal, its workbook; and the pages of the log."""
