// SPDX-License-Identifier: Apache-2.0
// The answer to Execute, within the API's limits.
'use strict';
const { ApiError } = require('./error.js');
const { stringify } = require('./json.js');

const plain = (f) => (f.isNull ? null : f.arrayValue ? Object.values(f.arrayValue)[0] : Object.values(f)[0]);

const size = (value) => Buffer.byteLength(stringify(value));

// The transaction ends with it (cloud-utils/aurora-data-api, test_sync.py, has met that).
function refuse(message) {
	throw Object.assign(new ApiError('BadRequestException', message), { endsTransaction: true });
}

function checkSize(rows, limits) {
	if (rows.some((row) => size(row) > limits.row))
		refuse('Database returned a row larger than the allowed row size limit');
	if (size(rows) > limits.response)
		refuse('Database returned more than the allowed response size limit');
}

// result: an engine's, see engines/; rows undefined if the statement has none.
function answer({ rows, columns, changed, generated }, request, limits) {
	const response = { numberOfRecordsUpdated: changed, generatedFields: generated };

	if (!rows)
		return response;
	checkSize(rows, limits);
	if (request.formatRecordsAs === 'JSON')
		response.formattedRecords = stringify(rows.map((row) =>
			Object.fromEntries(row.map((f, i) => [columns[i].label, plain(f)]))));
	else
		response.records = rows;
	if (request.includeResultMetadata)
		response.columnMetadata = columns;
	return response;
}

module.exports = { answer };
