// Ace by DAISY on many books: `node ace.cjs FOUND.json BOOK…`.
// Writes a list of violations for each book; NODE_PATH names the folder that Ace is installed in.
const { writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const ace = require('@daisy/ace-core')
const runner = require('@daisy/ace-axe-runner-puppeteer')

const violationsOf = report => report.assertions.flatMap(
  ({ assertions, 'earl:testSubject': { url } }) => assertions.map(one =>
    `${one['earl:test']['earl:impact']} ${one['earl:test']['dct:title']} in ${url}`))

const judge = async path => {
  const options = { cwd: tmpdir(), lang: 'en', silent: true, initLogger: true, fileName: 'ace.log' }
  const [, report] = await ace(path, options, runner)
  if (!report.assertions.length) throw new Error(`nothing was judged in ${path}`)
  const violations = violationsOf(report)
  const passed = report['earl:result']['earl:outcome'] === 'pass'
  return passed || violations.length ? violations : ['failed without a word']
}

;(async () => {
  const [found, ...books] = process.argv.slice(2)
  const lists = []
  for (const book of books) lists.push(await judge(book))
  writeFileSync(found, JSON.stringify(lists))
  process.exit(0)
})().catch(error => {
  console.error(error)
  process.exit(1)
})
