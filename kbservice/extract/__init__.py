"""Document -> facts: what does the article state?"""
