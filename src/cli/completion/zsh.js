// @ts-check
/** @import { CommandWords, OptionWords } from './index.js' */

/** @param {CommandWords[]} commands */
export const zsh = (commands) => `#compdef metadefender-wasm
# metadefender-wasm completion zsh
_metadefender_wasm() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(caseOf).join('\n')}
  esac
}
if [[ $funcstack[1] == _metadefender_wasm ]]; then
  _metadefender_wasm "$@"
else
  compdef _metadefender_wasm metadefender-wasm
fi
`;

/** @param {CommandWords} command */
function caseOf({ name, options, choices }) {
  const rest = choices.length > 0 ? `*:value:(${choices.join(' ')})` : '*:file:_files';
  const specs = [...options.flatMap(specsOf), rest].map(quote);
  return `    ${name}) _arguments ${specs.join(' ')} ;;`;
}

/** @param {OptionWords} option */
function specsOf({ short, long, description, takesValue, choices }) {
  const text = description.replace(/[\][:\\]/g, '\\$&');
  const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : ':value:_files';
  const flags = short ? [short, long] : [long];
  return flags.map((flag) => `${flag}[${text}]${takesValue ? value : ''}`);
}

/** @param {string} text */
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
