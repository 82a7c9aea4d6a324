// SPDX-License-Identifier: Apache-2.0
// Who may come in, and the places where AWS hands out credentials: a container's,
// an instance's (IMDSv2), and STS for a web identity or for somebody with a key. Keys
// are made up for the tests.
'use strict';
const { verify } = require('./sigv4.js');

const SECRET = 'test/secret/of/nobody/0123456789abcdefgh';
const keys = {
	AKIDPAWLTEST: { secret: SECRET },
	ASIAPAWLCONTAINER: { secret: SECRET + 'c', token: 'container+token/==' },
	ASIAPAWLINSTANCE: { secret: SECRET + 'i', token: 'instance+token/==' },
	ASIAPAWLWEB: { secret: SECRET + 'w', token: 'web+token/==' },
	ASIAPAWLROLE: { secret: SECRET + 'r', token: 'role+token/==' },
};

function document(id, seconds = 3600) {
	return JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', AccessKeyId: id, SecretAccessKey: keys[id].secret,
		Token: keys[id].token, Expiration: new Date(Date.now() + seconds * 1000).toISOString() });
}

const assumed = (action, id) => `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<${action}Result><Credentials><SessionToken>${keys[id].token}</SessionToken>
<SecretAccessKey>${keys[id].secret}</SecretAccessKey><Expiration>2099-01-01T00:00:00Z</Expiration>
<AccessKeyId>${id}</AccessKeyId></Credentials></${action}Result>
</${action}Response>`;

const refused = (code) => `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`;

// Who may have which role: a web identity that of the migrations, a key that of the deployer, and
// that of a partner with what has been agreed upon.
const AGREED = { deployer: null, partner: 'agreed upon' };

// What STS says to a form; 200 and a key, or a reason.
function assume(request, body, region) {
	const form = new URLSearchParams(body.toString()), action = form.get('Action');
	const role = (form.get('RoleArn') || '').replace('arn:aws:iam::123456789012:role/', '');

	if (form.get('Version') !== '2011-06-15' || !form.get('RoleSessionName'))
		return [400, refused('ValidationError')];
	if (action === 'AssumeRoleWithWebIdentity')
		return role === 'migrations' && form.get('WebIdentityToken') === 'a web identity'
			? [200, assumed(action, 'ASIAPAWLWEB')] : [400, refused('InvalidIdentityToken')];
	try {
		verify(request, body, keys, region, 'sts');
	} catch (e) {
		return [403, refused(e.name)];
	}
	return action === 'AssumeRole' && AGREED[role] === form.get('ExternalId')
		? [200, assumed(action, 'ASIAPAWLROLE')] : [403, refused('AccessDenied')];
}

const INSTANCE = '/latest/meta-data/iam/security-credentials/';

// True if the request was for one of these places.
function serve(request, response, body, region) {
	const { url, method, headers } = request;
	const send = (text, status = 200) => {
		response.writeHead(status);
		response.end(text);
		return true;
	};

	if (url === '/container')
		return headers.authorization === 'Bearer container' ? send(document('ASIAPAWLCONTAINER')) : send('', 401);
	if (url === '/container/soon') // they have almost expired
		return send(document('ASIAPAWLCONTAINER', 60));
	if (url === '/latest/api/token')
		return method === 'PUT' && headers['x-aws-ec2-metadata-token-ttl-seconds'] ? send('metadata-token') : send('', 400);
	if (url.startsWith(INSTANCE)) {
		if (headers['x-aws-ec2-metadata-token'] !== 'metadata-token')
			return send('', 401);
		return send(url === INSTANCE ? 'the-role' : url.endsWith('/the-role') ? document('ASIAPAWLINSTANCE') : '');
	}
	if (url === '/' && method === 'POST') {
		const [status, text] = assume(request, body, region);

		return send(text, status);
	}
	return false;
}

module.exports = { keys, serve };
