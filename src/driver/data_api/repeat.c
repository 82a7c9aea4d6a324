/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One statement with other values each time: BatchExecuteStatement, many sets of
 * parameters in a call. The API has no limit to their number, but to the bytes of
 * a request and to the time of a call (API reference, "BatchExecuteStatement").
 */
#include "driver/data_api/api.h"

/* Of one call: its values may become several times as long by JSON's escapes. */
enum { SETS_MOST = 1000, BYTES_MOST = 512 << 10 };

/* How many of the sets go along in one call. */
static size_t sets_that_fit(const struct db_param *v, size_t params, size_t sets)
{
	size_t bytes = 0, n = 0;

	for (; n < sets && n < SETS_MOST; n++) {
		for (size_t i = 0; i < params; i++)
			bytes += v[n * params + i].len;
		if (n != 0 && bytes > BYTES_MOST)
			break;
	}
	return n;
}

int api_repeat(void *conn, const char *sql, const struct db_param *v, size_t params, size_t sets,
	       struct pawl_error *err)
{
	_cleanup_buf_ struct buf named = {0};
	int rc = 0;

	api_engine.name_params(&named, sql, params);
	for (size_t done = 0, n; rc == 0 && done < sets; done += n) {
		_cleanup_arena_ struct arena a = {0};
		struct json_result result;

		n = sets_that_fit(v + done * params, params, sets - done);
		rc = api_execute(conn,
				 &(struct api_call){
					 .operation = API_BATCH,
					 .sql = named.data,
					 .len = named.len,
					 .params = {v + done * params, params, n},
				 },
				 &a, &result, err);
	}
	return rc;
}
