// SPDX-License-Identifier: Apache-2.0
// Aurora PostgreSQL, which is a PostgreSQL server here. An engine gives sessions, and:
//
//	open(database)		a session, { id, gone, ... }: gone is true once it has ended
//	reset(session)		as if it were new; fails if it cannot be
//	close(session)		whatever it is doing
//	begin, commit, rollback(session)
//	run(session, sql, parameters)
//				{ rows, columns, changed, generated }: rows of the API's
//				fields, undefined where there are none; the columns' metadata
//	cancel(session)		what it runs
//	error(e)		an error of the above as the API tells it
'use strict';
const { ApiError } = require('../error.js');
const { tokens, replace } = require('../parameters.js');

const PATTERN = tokens([/[eE]'(?:[^'\\]|\\[^]|'')*'/, /'(?:[^']|'')*'/, /"(?:[^"]|"")*"/, /--[^\n]*/, /\/\*[^]*?\*\//,
	/\$(?<tag>[A-Za-z_]\w*)?\$[^]*?\$\k<tag>\$/, /::/]);
const HINTS = { UUID: 'uuid', JSON: 'jsonb', DATE: 'date', TIME: 'time', TIMESTAMP: 'timestamp', DECIMAL: 'numeric' };

// The type that a value is sent with: a string is a varchar, and nothing else.
const TYPES = { longValue: 'int8', doubleValue: 'float8', booleanValue: 'bool', blobValue: 'bytea' };

function valueOf({ type, value }) {
	if (type === 'isNull')
		return null;
	return type === 'blobValue' ? '\\x' + Buffer.from(value, 'base64').toString('hex') : String(value);
}

function typeOf({ type, hint }) {
	if (type === 'isNull')
		return '';
	return '::' + (type !== 'stringValue' ? TYPES[type] : hint ? HINTS[hint] : 'varchar');
}

// ":name" becomes "$1::varchar".
function bind(sql, parameters) {
	const names = [], values = [];
	const text = replace(sql, PATTERN, parameters, (name, parameter) => {
		if (!names.includes(name)) {
			names.push(name);
			values.push(valueOf(parameter));
		}
		return `$${names.indexOf(name) + 1}${typeOf(parameter)}`;
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
		return { longValue: BigInt(text) };
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

const metadata = (f) => ({ name: f.name, label: f.name, type: 0, typeName: NAMES[f.dataTypeID] || 'unknown', nullable: 2,
	precision: 0, scale: 0, schemaName: '', tableName: '', isAutoIncrement: false, isCaseSensitive: true,
	isCurrency: false, isSigned: LONG.includes(f.dataTypeID), arrayBaseColumnType: 0 });

const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];
const raw = { getTypeParser: () => (text) => text };

async function run({ client }, sql, parameters) {
	const { text, values } = bind(sql, parameters);
	const result = await client.query({ text, values, types: raw, rowMode: 'array', queryMode: 'extended' });
	const { fields } = result;

	return {
		rows: fields.length ? result.rows.map((row) => row.map((cell, i) => field(cell, fields[i].dataTypeID))) : undefined,
		columns: fields.map(metadata),
		changed: CHANGES.includes(result.command) ? result.rowCount : 0,
		generated: [], // on this engine it is always empty
	};
}

// One line, the SQLSTATE last.
function error(e) {
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

// config.server: { host, port, user, password }
module.exports = (config, load) => {
	const pg = load('pg');

	async function open(database) {
		const client = new pg.Client({ ...config.server, database: database || 'postgres',
			application_name: 'rds-data-api' });
		const session = { client };

		client.on('error', () => (session.gone = true));
		await client.connect();
		return Object.assign(session, { id: client.processID });
	}

	// In a session of its own.
	async function cancel({ id }) {
		const { client } = await open();

		await client.query('SELECT pg_cancel_backend($1)', [id]).finally(() => client.end());
	}

	return {
		open,
		reset: ({ client }) => client.query('DISCARD ALL'),
		close: ({ client }) => client.end(),
		begin: ({ client }) => client.query('BEGIN'),
		commit: ({ client }) => client.query('COMMIT'),
		rollback: ({ client }) => client.query('ROLLBACK'),
		run,
		cancel,
		error,
	};
};
