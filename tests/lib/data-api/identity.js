// SPDX-License-Identifier: Apache-2.0
// Who may come in, and the places where AWS hands out credentials: a container's,
// an instance's (IMDSv2), and STS for a web identity. Keys are made up for the tests.
'use strict';

const SECRET = 'test/secret/of/nobody/0123456789abcdefgh';
const keys = {
	AKIDPAWLTEST: { secret: SECRET },
	ASIAPAWLCONTAINER: { secret: SECRET + 'c', token: 'container+token/==' },
	ASIAPAWLINSTANCE: { secret: SECRET + 'i', token: 'instance+token/==' },
	ASIAPAWLWEB: { secret: SECRET + 'w', token: 'web+token/==' },
};

function document(id) {
	return JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', AccessKeyId: id, SecretAccessKey: keys[id].secret,
		Token: keys[id].token, Expiration: new Date(Date.now() + 3600000).toISOString() });
}

const assumed = () => `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials><SessionToken>${keys.ASIAPAWLWEB.token}</SessionToken>
<SecretAccessKey>${keys.ASIAPAWLWEB.secret}</SecretAccessKey><Expiration>2099-01-01T00:00:00Z</Expiration>
<AccessKeyId>ASIAPAWLWEB</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`;

const INSTANCE = '/latest/meta-data/iam/security-credentials/';

// True if the request was for one of these places.
function serve(request, response, body) {
	const { url, method, headers } = request;
	const send = (text, status = 200) => {
		response.writeHead(status);
		response.end(text);
		return true;
	};

	if (url === '/container')
		return headers.authorization === 'Bearer container' ? send(document('ASIAPAWLCONTAINER')) : send('', 401);
	if (url === '/latest/api/token')
		return method === 'PUT' && headers['x-aws-ec2-metadata-token-ttl-seconds'] ? send('metadata-token') : send('', 400);
	if (url.startsWith(INSTANCE)) {
		if (headers['x-aws-ec2-metadata-token'] !== 'metadata-token')
			return send('', 401);
		return send(url === INSTANCE ? 'the-role' : url.endsWith('/the-role') ? document('ASIAPAWLINSTANCE') : '');
	}
	if (url === '/' && method === 'POST') {
		const form = new URLSearchParams(body.toString());
		const good = form.get('Action') === 'AssumeRoleWithWebIdentity' && form.get('Version') === '2011-06-15' &&
			form.get('RoleArn') === 'arn:aws:iam::123456789012:role/migrations' && form.get('RoleSessionName') &&
			form.get('WebIdentityToken') === 'a web identity';

		return good ? send(assumed()) : send('<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>', 400);
	}
	return false;
}

module.exports = { keys, serve };
