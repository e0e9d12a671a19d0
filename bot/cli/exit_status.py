"""The exit statuses of the command, as grep has them where it has any."""

ANSWERED, SILENT, FAILED = 0, 1, 2
GONE = 1  # the reader of the pipe is gone; click's own status for that
INTERRUPTED = 130  # as shells have it for Ctrl-C
