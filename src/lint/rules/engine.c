/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine itself says, asked in ask.c. */
#include "lint/rules.h"

const struct lint_rule rules_engine[] = {
	{
		.id = "does-not-compile",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = MS,
		.versions = "MariaDB and MySQL only where a server can be asked",
		.summary = "The engine refuses the statement, tried on a scratch database that the "
			   "migrations before it have made.",
		.why = "The migration stops there, and what stands before it is rolled back or, on "
		       "MariaDB and MySQL, stays half done.",
		.safe = "Correct the statement; the message is the engine's own",
	},
	{
		.id = "breaks-dependents",
		.class = LINT_COMPAT,
		.level = LINT_ERROR,
		.engines = S,
		.summary = "A view, or the triggers of a table, cannot be used any more after the "
			   "migration.",
		.why = "SQLite drops and renames what a view or trigger reads without a word, and "
		       "each later use of it fails; of a trigger, each write to its table.",
		.safe = "DROP VIEW v; in front of the change, and CREATE VIEW v AS ...; behind it",
	},
	{0},
};
