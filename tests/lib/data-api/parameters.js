// SPDX-License-Identifier: Apache-2.0
// Parameters by name, as the API has them, for engines that number theirs.
'use strict';
const { ApiError } = require('./error.js');

// What the value is, by the member that holds it.
const MEMBERS = ['stringValue', 'longValue', 'doubleValue', 'booleanValue', 'blobValue', 'isNull'];

// { type: 'stringValue', value, hint }
function read({ value = {}, typeHint: hint }) {
	const type = MEMBERS.find((name) => (name === 'isNull' ? value[name] === true : value[name] !== undefined));

	if (!type)
		throw new ApiError('BadRequestException', 'Array parameters are not supported.');
	return { type, value: type === 'isNull' ? null : value[type], hint };
}

// A pattern of what an engine's SQL has that is skipped whole, and ":name" as its last group "name".
const tokens = (skipped) =>
	new RegExp([...skipped.map((r) => r.source), /:(?<name>[A-Za-z_]\w*)/.source].join('|'), 'g');

// The text with place(parameter) instead of each ":name".
function replace(sql, pattern, parameters, place) {
	const given = new Map((parameters || []).map((p) => [p.name, p]));

	return sql.replace(pattern, (match, ...rest) => {
		const { name } = rest[rest.length - 1];

		if (name === undefined)
			return match;
		if (!given.has(name))
			throw new ApiError('BadRequestException', `Cannot find parameter: ${name}`);
		return place(name, read(given.get(name)));
	});
}

module.exports = { tokens, replace };
