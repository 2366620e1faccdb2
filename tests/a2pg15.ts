import { migrateCentral } from '#db/postgres/migrate.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
console.log(await migrateCentral(process.argv[2]!, productDefinitions), await migrateCentral(process.argv[2]!, productDefinitions));
