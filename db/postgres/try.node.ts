import { startEmbedded } from './embedded.node.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
const t=performance.now();
const c = await startEmbedded({dir: process.argv[2]!, definitions: {registry, schemaVersion: SCHEMA_VERSION, protocolVersion: 1}});
console.log(c.url, performance.now()-t);
process.on('SIGTERM', () => { void c.stop().then(()=>{console.log('stopped')}); });
