/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every fallible pawl function reports.
 *
 * A function returns 0, or a negative PAWL_E_* and then the caller's struct
 * pawl_error is filled; outputs are untouched on failure. The struct is plain
 * data of fixed size: it needs no release and may be copied.
 */
#ifndef PAWL_ERROR_H
#define PAWL_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PAWL_API __attribute__((visibility("default")))
#else
#define PAWL_API
#endif

enum pawl_error_code {
	PAWL_OK = 0,
#define PAWL_ERROR(name, code, status, summary) PAWL_E_##name = (code),
#include <pawl/errors.def>
#undef PAWL_ERROR
	PAWL_E_LAST_ = -0x7fff
};

struct pawl_error {
	int code;             /* PAWL_E_*, 0 while nothing failed */
	int vendor;           /* the engine's own number, 0 if none */
	char sqlstate[6];     /* five characters, "" if the engine has none */
	char message[768];    /* one line, lower case, no full stop */
	char detail[1536];    /* more facts: what was rolled back, what stands */
	char hint[768];       /* what to do next */
	char context[768];    /* outer frames, innermost first, one a line */
	char file[512];       /* the user's file, "" if none */
	unsigned long line;   /* 1-based, 0 if unknown */
	unsigned long column; /* 1-based, in bytes, 0 if unknown */
	char statement[512];  /* excerpt of the failed statement */
	const char *src_file; /* pawl's own place, for --debug; static storage */
	int src_line;
	int reserved[8];
};

/* The process exit status for a code (0 for 0, 70 for one it does not know). */
PAWL_API int pawl_error_status(int code);

/* The symbolic name, "PAWL_E_SQL"; "PAWL_OK" for 0. Static storage. */
PAWL_API const char *pawl_error_name(int code);

#ifdef __cplusplus
}
#endif
#endif
