/* SPDX-License-Identifier: Apache-2.0 */
/* Triggers. */
#include "lint/rules.h"

static void check_switch(struct lint *l, const struct action *a)
{
	if (a->object == ON_TRIGGER && (a->verb == ACT_ENABLE || a->verb == ACT_DISABLE) &&
	    lint_is_old(l, a))
		lint_report(l, a, "triggers of \"%s\" are switched %s for everybody", a->table,
			    a->verb == ACT_ENABLE ? "on" : "off");
}

static void check_create(struct lint *l, const struct action *a)
{
	if (a->object == ON_TRIGGER && a->verb == ACT_CREATE && lint_is_old(l, a))
		lint_report(l, a,
			    "creating a trigger blocks writes to \"%s\", and each costs more "
			    "from now on",
			    a->table);
}

static void check_drop(struct lint *l, const struct action *a)
{
	if (a->object == ON_TRIGGER && a->verb == ACT_DROP && lint_is_old(l, a))
		lint_report(l, a, "what trigger \"%s\" took care of nobody does any more", a->name);
}

const struct lint_rule rules_program[] = {
	{
		.id = "enable-disable-trigger",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "Triggers of a table are switched on or off.",
		.why = "It takes a SHARE ROW EXCLUSIVE lock, and what others write in between "
		       "skips the "
		       "triggers, foreign keys included.",
		.safe = "SET LOCAL session_replication_role = replica; for this session alone",
		.check = check_switch,
	},
	{
		.id = "create-trigger",
		.class = LINT_LOCK,
		.level = LINT_NOTE,
		.engines = PM,
		.summary = "A trigger on a table that was there before.",
		.why = "A SHARE ROW EXCLUSIVE lock (MariaDB, MySQL: a metadata lock) waits for all "
		       "that "
		       "writes, and each write pays for the trigger.",
		.safe = "A short lock_timeout, and trying again",
		.check = check_create,
	},
	{
		.id = "drop-trigger",
		.class = LINT_COMPAT,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "A trigger is dropped.",
		.why = "It takes an ACCESS EXCLUSIVE lock, and what the trigger kept right nobody "
		       "keeps.",
		.safe = "After the programs do without it, with a short lock_timeout",
		.check = check_drop,
	},
	{0},
};
