/* SPDX-License-Identifier: Apache-2.0 */
#include <pawl/plan.h>

#include "api/result.h"
#include "api/session.h"
#include "migrate/forecast.h"

int pawl_plan(struct pawl_session *s, const struct pawl_plan_options *o, struct pawl_plan **ret,
	      struct pawl_error *err)
{
	const struct pawl_plan_options usual = {.size = sizeof(usual)};
	struct pawl_plan *body;
	struct arena *a;
	struct call c;
	int rc;

	o = o == NULL ? &usual : o;
	error_reset(err);
	if (o->size != sizeof(*o))
		return fail(err, PAWL_E_USAGE, "struct pawl_plan_options has the wrong size");
	body = result_new(sizeof(*body), &a);
	rc = call_begin(&c, s, CALL_READ, a, err);
	if (rc == 0)
		rc = call_end(&c, forecast_run(&c.work, &c.set, o, a, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

void pawl_plan_free(struct pawl_plan *plan)
{
	result_free(plan);
}
