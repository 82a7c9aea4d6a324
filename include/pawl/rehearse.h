/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is pending, run for real and undone: on the target in one transaction
 * that is rolled back, or on a scratch copy of its schema. Afterwards the
 * database is as before, but for the numbers that sequences have given out.
 */
#ifndef PAWL_REHEARSE_H
#define PAWL_REHEARSE_H

#include <pawl/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pawl_rehearse_options {
	size_t size;
	const char *target;  /* as for pawl_up() */
	int scratch;         /* touch nothing of the target: all on the scratch copy */
	int64_t max_lock_ms; /* no lock on the target is kept longer; 0 means 1000 */
};

struct pawl_rehearsed_lock {
	const char *schema; /* "" for the default one */
	const char *table;  /* "" for the whole database */
	const char *mode;   /* as the engine names it */
};

struct pawl_rewritten {
	const char *schema, *table;
	const char *index; /* "" for the table itself */
};

struct pawl_rehearsed_statement {
	unsigned long line, column;
	const char *kind, *text;
	int64_t duration_us;
	int64_t changed;                         /* rows, -1 if unknown */
	const struct pawl_rehearsed_lock *locks; /* that it took and nothing before it had */
	size_t locks_len;
	const struct pawl_rewritten *rewritten; /* tables and indexes that were there before */
	size_t rewritten_len;
};

struct pawl_rehearsed_migration {
	struct pawl_step step;
	int on_scratch;
	const char *why_scratch; /* "" where it ran on the target */
	int sees_locks;          /* 0: it commits as it goes, so that its locks are not seen */
	struct pawl_rehearsed_statement *statements;
	size_t len;
	/* Up, down and up again on a scratch copy. */
	int has_down;
	const char *problem;    /* "" if the way back leads back */
	int64_t up_ms, down_ms; /* -1 where it was not tried */
};

struct pawl_rehearsal {
	struct pawl_rehearsed_migration *migrations; /* up to the one that failed */
	size_t len;
	const char *from;
	int64_t max_lock_ms;
	int64_t locked_us; /* from the first lock that keeps others waiting to the rollback; -1 */
	size_t problems;
	const char *note; /* what could not be checked; "" if all was */
	const char *left; /* what the rollback on the target may have left; "" for nothing */
	struct pawl_error failure; /* code 0: all of it ran */
};

/*
 * A statement that fails, or a lock that would have been kept for too long, is no
 * failure of the call: it stands in the result.
 */
PAWL_API int pawl_rehearse(struct pawl_session *s, const struct pawl_rehearse_options *o,
			   struct pawl_rehearsal **ret, struct pawl_error *err);
PAWL_API void pawl_rehearsal_free(struct pawl_rehearsal *rehearsal);

#ifdef __cplusplus
}
#endif
#endif
