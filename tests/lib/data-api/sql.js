// SPDX-License-Identifier: Apache-2.0
// The API's values on one side, PostgreSQL's on the other.
'use strict';

class ApiError extends Error {
	constructor(name, message, status = 400, more = {}) {
		super(message);
		this.name = name;
		this.status = status;
		this.more = more;
	}
}

// What is skipped whole: strings, quoted names, comments, dollar quotes, casts.
const TOKEN = new RegExp([
	/[eE]'(?:[^'\\]|\\.|'')*'/, /'(?:[^']|'')*'/, /"(?:[^"]|"")*"/, /--[^\n]*/, /\/\*[^]*?\*\//,
	/\$([A-Za-z_]\w*)?\$[^]*?\$\1\$/, /::/, /:([A-Za-z_]\w*)/,
].map((r) => r.source).join('|'), 'g');

const HINTS = { UUID: 'uuid', JSON: 'jsonb', DATE: 'date', TIME: 'time', TIMESTAMP: 'timestamp', DECIMAL: 'numeric' };

// A parameter's value with the type that it is sent with: a string is a varchar, and nothing else.
function bind({ value = {}, typeHint }) {
	if (value.isNull)
		return [null, null];
	if (value.stringValue !== undefined)
		return [value.stringValue, typeHint ? HINTS[typeHint] : 'varchar'];
	if (value.longValue !== undefined)
		return [String(value.longValue), 'int8'];
	if (value.doubleValue !== undefined)
		return [String(value.doubleValue), 'float8'];
	if (value.booleanValue !== undefined)
		return [String(value.booleanValue), 'bool'];
	if (value.blobValue !== undefined)
		return ['\\x' + Buffer.from(value.blobValue, 'base64').toString('hex'), 'bytea'];
	throw new ApiError('BadRequestException', 'Array parameters are not supported.');
}

// ":name" becomes "$1::varchar".
function bindAll(sql, parameters) {
	const given = new Map((parameters || []).map((p) => [p.name, p]));
	const numbers = new Map();
	const values = [];
	const text = sql.replace(TOKEN, (match, tag, name) => {
		if (name === undefined)
			return match;
		if (!given.has(name))
			throw new ApiError('BadRequestException', `Cannot find parameter: ${name}`);
		const [value, type] = bind(given.get(name));
		if (!numbers.has(name)) {
			values.push(value);
			numbers.set(name, values.length);
		}
		return `$${numbers.get(name)}` + (type ? `::${type}` : '');
	});

	return { text, values };
}

const LONG = [20, 21, 23], DOUBLE = [700, 701];
// numeric, text, char, name, bpchar, varchar, json, jsonb, uuid, xml, dates and times, interval, inet, cidr, void
const STRING = [1700, 25, 18, 19, 1042, 1043, 114, 3802, 2950, 142, 1082, 1083, 1114, 1184, 1266, 1186, 869, 650, 2278];
const NAMES = { 16: 'bool', 17: 'bytea', 18: 'char', 19: 'name', 20: 'int8', 21: 'int2', 23: 'int4', 25: 'text',
	114: 'json', 700: 'float4', 701: 'float8', 1042: 'bpchar', 1043: 'varchar', 1082: 'date', 1114: 'timestamp',
	1184: 'timestamptz', 1700: 'numeric', 2950: 'uuid', 3802: 'jsonb' };
const ARRAYS = { 1000: 'booleanValues', 1005: 'longValues', 1007: 'longValues', 1016: 'longValues',
	1021: 'doubleValues', 1022: 'doubleValues', 1009: 'stringValues', 1015: 'stringValues', 2951: 'stringValues' };

function field(text, type) {
	if (text === null)
		return { isNull: true };
	if (type === 16)
		return { booleanValue: text === 't' };
	if (LONG.includes(type))
		return { longValue: Number(text) };
	if (DOUBLE.includes(type))
		return { doubleValue: Number(text) };
	if (type === 17)
		return { blobValue: Buffer.from(text.slice(2), 'hex').toString('base64') };
	if (STRING.includes(type))
		return { stringValue: text };
	if (ARRAYS[type]) {
		const items = text.slice(1, -1).split(',').filter((t) => t !== '');
		const convert = { booleanValues: (t) => t === 't', longValues: Number, doubleValues: Number }[ARRAYS[type]];

		return { arrayValue: { [ARRAYS[type]]: convert ? items.map(convert) : items } };
	}
	throw new ApiError('UnsupportedResultException', `The result contains the unsupported data type ${type}.`);
}

function metadata(f) {
	return { name: f.name, label: f.name, type: 0, typeName: NAMES[f.dataTypeID] || 'unknown', nullable: 2,
		precision: 0, scale: 0, schemaName: '', tableName: '', isAutoIncrement: false, isCaseSensitive: true,
		isCurrency: false, isSigned: LONG.includes(f.dataTypeID), arrayBaseColumnType: 0 };
}

const plain = (f) => (f.isNull ? null : f.arrayValue ? Object.values(f.arrayValue)[0] : Object.values(f)[0]);

// The answer to Execute.
function answer(result, request, limits) {
	const rowsChanged = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command) ? result.rowCount : 0;
	const response = { numberOfRecordsUpdated: rowsChanged, generatedFields: [] };

	if (result.fields.length === 0)
		return response;
	const records = result.rows.map((row) => row.map((cell, i) => field(cell, result.fields[i].dataTypeID)));
	if (records.some((r) => Buffer.byteLength(JSON.stringify(r)) > limits.row))
		throw new ApiError('BadRequestException', 'Database returned a row larger than the allowed row size limit');
	if (Buffer.byteLength(JSON.stringify(records)) > limits.response)
		throw new ApiError('BadRequestException', 'Database returned more than the allowed response size limit');
	if (request.formatRecordsAs === 'JSON')
		response.formattedRecords = JSON.stringify(records.map((r) =>
			Object.fromEntries(r.map((f, i) => [result.fields[i].name, plain(f)]))));
	else
		response.records = records;
	if (request.includeResultMetadata)
		response.columnMetadata = result.fields.map(metadata);
	return response;
}

// PostgreSQL's error as the API tells it: one line, the SQLSTATE last.
function databaseError(e) {
	if (e instanceof ApiError)
		return e;
	if (e.code === undefined || e.severity === undefined)
		return new ApiError('DatabaseUnavailableException', e.message, 504);
	if (e.code === '3D000')
		return new ApiError('DatabaseNotFoundException', `ERROR: ${e.message}; SQLState: 3D000`, 404);
	if (/cannot insert multiple commands/.test(e.message))
		return new ApiError('ValidationException', "Multistatements aren't supported.");
	const parts = [`ERROR: ${e.message}`];
	for (const [word, value] of [['Detail', e.detail], ['Hint', e.hint], ['Position', e.position], ['Where', e.where]])
		if (value)
			parts.push(`${word}: ${value}`);
	return new ApiError('DatabaseErrorException', parts.concat(`SQLState: ${e.code}`).join('; '));
}

module.exports = { ApiError, bindAll, answer, databaseError };
