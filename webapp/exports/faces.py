"""The type faces of official documents by the names office machines know them under."""

BODY = "仿宋_GB2312"
TITLE = "方正小标宋简体"
HEAD = "黑体"
KAI = "楷体_GB2312"
LATIN = "Times New Roman"
FOOT = "宋体"
