// Drives the simulator by Vonage's own Node SDK. One JSON object in (stdin), one out (stdout).
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const load = createRequire(process.env.OUTBOUND_NODE_SDK + "/");
const { Vonage } = load("@vonage/server-sdk");
const { verifySignature } = load("@vonage/jwt");

const caught = async (ask) => {
    try {
        return await ask();
    } catch (error) {
        const problem = error.response?.json ? await error.response.json() : (error.response?.data ?? null);
        return { status: error.response?.status ?? 0, problem };
    }
};

const acts = {
    text: ({ vonage, given }) => caught(() => vonage.messages.send(given.message)),
    call: ({ vonage, given }) => caught(() => vonage.voice.createOutboundCall(given.call)),
    hangUp: ({ vonage, given }) => caught(() => vonage.voice.hangupCall(given.uuid)),
    look: ({ vonage, given }) => caught(() => vonage.voice.getCall(given.uuid)),
    verify: ({ given }) => given.tokens.map((token) => verifySignature(token, given.secret)),
};

(async () => {
    const given = JSON.parse(readFileSync(0, "utf8"));
    const { url, applicationId, privateKey } = given;
    const vonage = new Vonage({ applicationId, privateKey }, { apiHost: url });
    console.log(JSON.stringify((await acts[given.act]({ vonage, given })) ?? null));
})();
