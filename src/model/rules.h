/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a dialect tells diff about its engine: which kinds it has, how an
 * object's change is brought about, and the SQL for it. Implemented in
 * src/dialect/<name>/; pure functions of the model.
 *
 * To add a kind: a line in kind.def, an entry in each dialect's kinds[], its
 * inspect and emit, golden pairs.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "base/buf.h"
#include "model/change.h"

struct diff_options {
	bool grants, owners; /* compare them too */
	bool concurrent;     /* build and drop indexes CONCURRENTLY, where the engine can */
	bool if_not_exists;  /* CREATE ... IF NOT EXISTS, DROP ... IF EXISTS where the engine can */
	int version;         /* the server that will run it, as struct db_info has it */
	const char *default_schema; /* what it calls the schema NULL; NULL if that is unknown */
};

enum kind_place {
	KIND_NONE, /* the engine has no such thing */
	KIND_OWN,  /* statements of its own; dropped with its parent where it has one */
	KIND_INLINE, /* may stand inside its parent's CREATE; later changes are statements of their own */
	KIND_PART, /* inside its parent's CREATE, and its changes inside the parent's ALTER */
};

/* How a difference between two objects of one identity is brought about. */
enum change_way {
	WAY_ALTER,   /* statements that alter it; what needs it stays */
	WAY_DISTURB, /* the same, but what needs it must be dropped before and made again after */
	WAY_AGAIN,   /* drop and create; what needs it too */
};

struct model_rules {
	enum kind_place kinds[OBJECT_KINDS];

	/*
	 * Names of indexes and keys need to be unique within their table only, those of
	 * foreign keys within the schema. Otherwise indexes share names with tables.
	 */
	bool index_names_per_table;
	/* Triggers on two tables cannot have one name, though indexes share names with tables. */
	bool trigger_names_per_schema;

	/*
	 * How c (an ALTER with attributes[] or parts[], both objects set) is brought
	 * about. Sets c's loss, refusal and advice, and those of its parts, which are
	 * not judged apart: what is lost of a part is the part's loss. Also called for each CREATE and DROP, where only these three
	 * count, and perhaps again for the same ALTER with more parts.
	 */
	enum change_way (*judge)(const struct diff_options *o, struct change *c, struct arena *a);

	/*
	 * cause is disturbed (an ALTER), dropped, or made again (a DROP with again set),
	 * and dependent needs it or a child of it: may dependent stay as it is, since the
	 * engine takes it along? Of columns it is asked too: one that does not survive
	 * loses its DEFAULT for a while or, where that is not what needs the cause, is
	 * dropped and added again.
	 */
	bool (*survives)(const struct diff_options *o, const struct change *cause,
			 const struct object *dependent);

	/*
	 * May provide: a difference in attributes that is none (two spellings of one
	 * thing that the catalog keeps apart).
	 */
	bool (*same)(const struct object *old, const struct object *new, enum attribute name);

	/* The SQL of one change, in order, appended to ret; text in the arena. */
	void (*emit)(const struct diff_options *o, const struct change *c, struct arena *a,
		     struct sql_list *ret);

	/* May provide, else NULL: a statement in front of a script that makes these changes. */
	const char *(*head)(const struct changes *changes, struct arena *a);
};

#endif
