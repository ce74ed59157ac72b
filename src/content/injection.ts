/**
 * Phrases by which a text takes command of the agent that reads it. A heuristic, never the only control: that is the path clause on
 * the files agents obey. Each pattern is bounded, so that no text is slow to search.
 */
import type { Family, Hit, Told } from './types.ts'

/** Our words for a sight; who writes instructions for agents may mean them, so a person decides. */
function heuristic(said: string): (hit: Hit) => Told {
  return ({ found }) => ({ said: `${said} (heuristic)`, shown: found, grade: 'agents' })
}

const override: Family = {
  rule: 'instruction-injection/override',
  pattern:
    /\b(?:ignore|disregard|forget|override|bypass)\s{1,4}(?:(?:all|any|every|the|your|of|my|these|those|and)\s{1,4}){0,4}(?:previous|prior|above|earlier|preceding|existing|original|system|safety|developer)\s{1,4}(?:\w{1,20}\s{1,4}){0,2}(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|context|polic(?:y|ies)|constraints?)\b/gi,
  judge: heuristic('tells the reader to drop the instructions it has'),
}

const concealment: Family = {
  rule: 'instruction-injection/concealment',
  pattern:
    /\b(?:(?:do\s{1,4}not|don['\u2019]?t|never)\s{1,4}(?:tell|inform|notify|alert|reveal\s{1,4}(?:this|it|that|anything)\s{1,4}to|mention\s{1,4}(?:(?:this|it|that|any\s{1,4}of\s{1,4}this|anything)\s{1,4})?to)\s{1,4}(?:the\s{1,4})?(?:user|human|developer|operator|reviewer)s?(?:\s{1,4}(?:about|that|of|anything|what)\b|\s{0,2}[.!;,]|\s{0,2}$)|without\s{1,4}(?:informing|telling|notifying|alerting)\s{1,4}(?:the\s{1,4})?(?:user|human|developer|operator|reviewer))/gim,
  judge: heuristic('tells the reader to hide something from the user'),
}

const roleTags: Family = {
  rule: 'instruction-injection/role-tag',
  pattern:
    /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|eot_id)\|>|<\/?system>|\[\/?INST\]|<<\/?SYS>>/gi,
  judge: heuristic("marks its words as those of a chat's other side"),
}

/** Seldom in honest text, wherever it stands. */
export const phrases: readonly Family[] = [override, concealment, roleTags]
