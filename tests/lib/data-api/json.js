// SPDX-License-Identifier: Apache-2.0
// JSON whose integers are the API's: 64 bits, which JavaScript's numbers are not.
'use strict';
const crypto = require('crypto');

const MARK = `long-${crypto.randomUUID()}-`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');
const LONG = /("longValue"\s*:\s*)(-?\d{16,})/g;

const stringify = (value) =>
	JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? MARK + v : v)).replace(MARKED, '$1');

// A "longValue" of many digits comes as a text.
const parse = (text) => JSON.parse(text.replace(LONG, '$1"$2"'));

module.exports = { stringify, parse };
