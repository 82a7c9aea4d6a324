// SPDX-License-Identifier: Apache-2.0
// An error as the API tells it.
'use strict';

class ApiError extends Error {
	constructor(name, message, status = 400, more = {}) {
		super(message);
		this.name = name;
		this.status = status;
		this.more = more;
	}
}

module.exports = { ApiError };
