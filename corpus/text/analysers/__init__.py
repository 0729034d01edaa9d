"""Language analysers: texts cut into words where spaces do not, their tags and lemmas, and spellings.

    analysers        which analyser a language has, and what must be installed for it
    base             Analysed and Analyser: what every analyser gives
    assembly         an analyser's words joined with the project's own rule for all that is not its script
    korean           kiwipiepy with the words of the DPRK (dprk.toml)
    chinese          jieba with the terms of the Party (party_terms.toml)
    japanese         fugashi with unidic-lite
    spelling         northern and southern spelling of Korean (spelling.toml)
    hanja_reading    Han characters in Korean text, read in Hangul
    han              traditional and simplified characters

Pure functions of texts: nothing here knows of the database.
"""
