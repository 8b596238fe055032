import type { ThemeConfig } from 'antd'

// Deep blue and ink, ochre as the only accent (what is lit and dated). The same values stand in app.css.
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1b4b8f',
    colorInfo: '#1b4b8f',
    colorLink: '#1b4b8f',
    colorSuccess: '#2f7a4d',
    colorWarning: '#a86a12',
    colorWarningBg: '#fdf5e3',
    colorWarningBorder: '#ecd6a8',
    colorErrorBg: '#fdf1ef',
    colorErrorBorder: '#ecc0bb',
    colorSuccessBg: '#eff8f2',
    colorSuccessBorder: '#b4d9c2',
    colorError: '#b3372b',
    colorTextBase: '#1c2733',
    colorTextPlaceholder: '#8190a2',
    colorBorder: '#cfd7e1',
    colorBorderSecondary: '#e3e8ee',
    colorBgLayout: '#eef1f5',
    borderRadius: 3,
    fontSize: 14,
    controlHeight: 32,
    fontFamily:
      '"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { cellPaddingBlock: 8, cellPaddingInline: 14, cellPaddingInlineMD: 14, cellPaddingInlineSM: 12, cellPaddingBlockMD: 9, cellPaddingBlockSM: 7, headerBg: '#f0f4f9', headerColor: '#3a4a5c', headerSplitColor: 'transparent' },
    Card: { headerFontSize: 15 },
    Tree: { nodeSelectedBg: '#dce7f5', nodeHoverBg: '#eef3f9' },
    Tabs: { horizontalItemPadding: '10px 2px' },
    Button: { primaryShadow: 'none', defaultShadow: 'none' },
  },
}
