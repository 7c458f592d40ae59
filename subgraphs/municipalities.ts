// The municipalities of Denmark and Greenland by the register's four-digit code: names of those of today, codes of those before.

// After the reform of 2007, in Greenland after that of 2018.
const lists = `
0101 København · 0147 Frederiksberg · 0151 Ballerup · 0153 Brøndby · 0155 Dragør · 0157 Gentofte · 0159 Gladsaxe
0161 Glostrup · 0163 Herlev · 0165 Albertslund · 0167 Hvidovre · 0169 Høje-Taastrup · 0173 Lyngby-Taarbæk
0175 Rødovre · 0183 Ishøj · 0185 Tårnby · 0187 Vallensbæk · 0190 Furesø · 0201 Allerød · 0210 Fredensborg
0217 Helsingør · 0219 Hillerød · 0223 Hørsholm · 0230 Rudersdal · 0240 Egedal · 0250 Frederikssund · 0253 Greve
0259 Køge · 0260 Halsnæs · 0265 Roskilde · 0269 Solrød · 0270 Gribskov · 0306 Odsherred · 0316 Holbæk · 0320 Faxe
0326 Kalundborg · 0329 Ringsted · 0330 Slagelse · 0336 Stevns · 0340 Sorø · 0350 Lejre · 0360 Lolland
0370 Næstved · 0376 Guldborgsund · 0390 Vordingborg · 0400 Bornholm · 0410 Middelfart · 0411 Christiansø
0420 Assens · 0430 Faaborg-Midtfyn · 0440 Kerteminde · 0450 Nyborg · 0461 Odense · 0479 Svendborg
0480 Nordfyns · 0482 Langeland · 0492 Ærø · 0510 Haderslev · 0530 Billund · 0540 Sønderborg · 0550 Tønder
0561 Esbjerg · 0563 Fanø · 0573 Varde · 0575 Vejen · 0580 Aabenraa · 0607 Fredericia · 0615 Horsens · 0621 Kolding
0630 Vejle · 0657 Herning · 0661 Holstebro · 0665 Lemvig · 0671 Struer · 0706 Syddjurs · 0707 Norddjurs
0710 Favrskov · 0727 Odder · 0730 Randers · 0740 Silkeborg · 0741 Samsø · 0746 Skanderborg · 0751 Aarhus
0756 Ikast-Brande · 0760 Ringkøbing-Skjern · 0766 Hedensted · 0773 Morsø · 0779 Skive · 0787 Thisted
0791 Viborg · 0810 Brønderslev · 0813 Frederikshavn · 0820 Vesthimmerlands · 0825 Læsø · 0840 Rebild
0846 Mariagerfjord · 0849 Jammerbugt · 0851 Aalborg · 0860 Hjørring · 0955 Kujalleq · 0956 Sermersooq
0957 Qeqqata · 0959 Qeqertalik · 0960 Avannaata`

const names = new Map(
  lists
    .trim()
    .split(/\n| · /)
    .map(entry => [entry.slice(0, 4), entry.slice(5)]),
)

/** The name without the word *Kommune*; null for codes of before 2007 and others that are not in the list. */
export function municipalityName(code: string): string | null {
  return names.get(code) ?? null
}

/** Codes that ended, most of them with the reforms of 2007 and 2009. Source: CPR authority register P02680, type 05. */
const former = `
0171 0181 0189 0205 0207 0208 0209 0211 0213 0215 0221 0225 0227 0229 0231 0233 0235 0237 0251 0255 0257 0261 0263
0267 0271 0301 0303 0305 0307 0309 0311 0313 0315 0317 0319 0321 0323 0325 0327 0331 0333 0335 0337 0339 0341 0343
0345 0351 0353 0355 0357 0359 0361 0363 0365 0367 0369 0371 0373 0375 0377 0379 0381 0383 0385 0387 0389 0391 0393
0395 0397 0401 0403 0405 0407 0409 0421 0423 0425 0427 0429 0431 0433 0435 0437 0439 0441 0443 0445 0447 0449 0451
0471 0473 0475 0477 0481 0483 0485 0487 0489 0491 0493 0495 0497 0499 0501 0503 0505 0507 0509 0511 0513 0515 0517
0519 0521 0523 0525 0527 0529 0531 0533 0535 0537 0539 0541 0543 0545 0551 0553 0555 0557 0559 0565 0567 0569 0571
0577 0601 0603 0605 0609 0611 0613 0617 0619 0623 0625 0627 0629 0631 0651 0653 0655 0659 0663 0667 0669 0673 0675
0677 0679 0681 0683 0685 0701 0703 0705 0709 0711 0713 0715 0717 0719 0721 0723 0725 0729 0731 0733 0735 0737 0739
0743 0745 0747 0749 0761 0763 0765 0767 0769 0771 0775 0777 0781 0783 0785 0789 0793 0801 0803 0805 0807 0809 0811
0815 0817 0819 0821 0823 0827 0829 0831 0833 0835 0837 0839 0841 0843 0845 0847 0861 0901 0903 0905 0907 0909 0911
0913 0915 0917 0919 0921 0923 0925 0927 0929 0931 0941 0951 0953 0958`

const codes = new Set([...names.keys(), ...former.trim().split(/\s/)])

/** Whether a municipality of today has this code. */
export const isMunicipality = (code: string): boolean => names.has(code)

/** Whether a municipality has, or had, this code: registers hold addresses of all times. */
export const isMunicipalityCode = (code: string): boolean => codes.has(code)
