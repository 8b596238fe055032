import { describe, expect, it } from 'vitest'
import { answer, citation } from '../../test/made'
import { linesOf, piecesOf, plainText } from './answerText'

const sentence = (text: string, ...citations: number[]) => ({ text, citations, supported: true })

describe('lines', () => {
  it('break where the answer breaks', () => {
    const lines = linesOf({
      text: '甲为三名。[1]乙为二名。[2]\n丙另行规定。',
      sentences: [sentence('甲为三名。', 1), sentence('乙为二名。', 2), sentence('丙另行规定。')],
    })
    expect(lines.map((l) => l.map((s) => s.text).join(''))).toEqual(['甲为三名。乙为二名。', '丙另行规定。'])
  })

  it('keep a sentence that the text does not have', () => {
    expect(linesOf({ text: '', sentences: [sentence('甲。'), sentence('乙。')] })).toHaveLength(1)
  })
})

describe('a text still streaming', () => {
  it('is cut into words and marks', () => {
    expect(piecesOf('编制36名[1]，副局长3名[2，3]。')).toEqual([
      { text: '编制36名' },
      { cites: [1] },
      { text: '，副局长3名' },
      { cites: [2, 3] },
      { text: '。' },
    ])
  })

  it('holds back a mark that is not whole yet', () => {
    expect(piecesOf('编制36名[1')).toEqual([{ text: '编制36名' }])
    expect(piecesOf('编制36名[')).toEqual([{ text: '编制36名' }])
  })
})

describe('the copied answer', () => {
  it('carries its grounds, its day and where it is from', () => {
    const text = plainText(answer({ notices: ['含2名工勤编制。'] }))
    expect(text).toContain('云澜市数据局机关行政编制为36名。①')
    expect(text).toContain('①《云澜市数据局职能配置、内设机构和人员编制规定》（云办发〔2026〕6号）第六条（现行有效，2026年3月20日起施行）：“市数据局机关行政编制36名。”')
    expect(text).toContain('适用时点：2026年11月22日')
    expect(text).toContain('注意：含2名工勤编制。')
    expect(text).toContain('人工智能辅助生成，请核对依据')
  })

  it('never passes the nearest articles off as grounds', () => {
    const refusal = { reason: 'no_evidence', message: '库中没有依据。', nearest: [citation({ quote: '相近的话' })] }
    const text = plainText(answer({ mode: 'refusal', refusal, sentences: [], citations: [] }))
    expect(text).toContain('未能回答：库中没有依据。')
    expect(text).not.toContain('相近的话')
  })
})
