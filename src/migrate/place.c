/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/place.h"

#include "migrate/connection.h"

struct scratch_place place_of(const struct work *w, const struct db_url *server)
{
	return (struct scratch_place){
		.dialect = w->dialect,
		.server = server,
		.like = w->settings->url,
		.options = connection_options(w->settings),
		.host = w->host,
		.client = w->settings->client,
	};
}
