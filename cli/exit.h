/* SPDX-License-Identifier: Apache-2.0 */
/* What the process says with its exit status; errors map by pawl_error_status(). */
#ifndef CLI_EXIT_H
#define CLI_EXIT_H

enum exit_status {
	STATUS_DONE = 0,
	STATUS_NO = 1,    /* the answer is no: something is pending, a check found something */
	STATUS_USAGE = 2, /* the command line is wrong */
	STATUS_FILES = 3, /* files or configuration */
	STATUS_CONNECT = 4,
	STATUS_STATEMENT = 5,
	STATUS_LIMIT = 6,
	STATUS_DISAGREE = 7, /* history and files disagree */
	STATUS_BUG = 70,
};

#endif
