// The countries of the civil registration system by its four-digit code, in the register's own words.

// Authority register P02680, type 30: countries of today and those that ended, and its words for none.
const lists = `
5100 Danmark · 5102 Udlandet · 5103 Statsløs · 5104 Finland · 5105 Island,Ligeret Dansk · 5106 Island
5107 Liechtenstein · 5108 Luxembourg · 5109 Monaco · 5110 Norge · 5120 Sverige · 5122 Albanien · 5124 Andorra
5126 Belgien · 5128 Bulgarien · 5129 Tjekkoslovakiet · 5130 Frankrig · 5134 Grækenland · 5140 Nederlandene
5142 Irland · 5150 Italien · 5151 Serbien og Montenegro · 5152 Jugoslavien · 5153 Malta · 5154 Polen
5156 Portugal · 5158 Rumænien · 5159 San Marino · 5160 Schweiz · 5162 Sovjetunionen · 5164 Spanien
5170 Storbritannien · 5172 Tyrkiet · 5174 Ungarn · 5176 Vatikanstaten · 5180 Tyskland,Forb.Rep · 5182 Østrig
5199 Europa · 5202 Algeriet · 5204 Angola · 5207 Botswana · 5213 Burundi · 5214 Etiopien · 5215 Comorerne
5216 Eritrea · 5222 Gambia · 5228 Ghana · 5230 Ækvatorial Guinea · 5231 Guinea Bissau · 5232 Guinea
5233 Cap Verde · 5234 Kenya · 5235 Lesotho · 5236 Liberia · 5238 Libyen · 5240 Mozambique · 5242 Madagascar
5243 Mali · 5244 Marokko · 5245 Mauritius · 5246 Nigeria · 5247 Namibia · 5248 Marshall-Øerne · 5255 Sierra Leone
5258 Sudan · 5259 Swaziland · 5262 Sydafrikanske Rep · 5266 Tanzania · 5268 Tunesien · 5269 Uganda · 5272 Egypten
5273 Tuvalu · 5274 Kiribati · 5275 Vanuatu · 5276 Centr Afrikanske Rep · 5277 Cameroun · 5278 Den Demo.Rep.Congo
5279 Republikken Congo · 5281 Benin · 5282 Elfenbenskysten · 5283 Gabon · 5284 Mauretanien · 5285 Niger
5287 Rwanda · 5288 Senegal · 5289 Somalia · 5292 Tchad · 5293 Togo · 5294 Burkina Faso · 5295 Zimbabwe
5296 Zambia · 5297 Malawi · 5298 Seychellerne · 5299 Afrika · 5302 Argentina · 5303 Bahama-Øerne · 5304 Bolivia
5305 Barbados · 5306 Brasilien · 5308 Guyana · 5309 Antigua og Barbuda · 5310 Nauru · 5311 St Vincent Og Grenad
5314 Canada · 5316 Chile · 5318 Colombia · 5322 Costa Rica · 5324 Cuba · 5326 Dominikanske Rep · 5328 Ecuador
5338 Guatemala · 5339 Grenada · 5342 Haiti · 5344 Suriname · 5345 Dominica · 5347 St.Lucia · 5348 Honduras
5352 Jamaica · 5354 Mexico · 5356 Nicaragua · 5358 Panama · 5364 Paraguay · 5366 Peru · 5372 El Salvador
5374 Trinidad og Tobago · 5376 Uruguay · 5390 USA · 5392 Venezuela · 5395 Vestindiske Øer · 5397 Nordamerika
5398 Syd Og Mell.Amerika · 5402 Yemen,Demo.Folkerep · 5403 Foren.Arab.Emirater · 5404 Afghanistan · 5406 Bahrain
5408 Bhutan · 5410 Bangladesh · 5412 Brunei Darussalem · 5414 Myanmar (Burma) · 5416 Cambodia · 5418 Sri Lanka
5422 Cypern · 5424 Taiwan · 5432 Indien · 5434 Indonesien · 5436 Irak · 5438 Iran · 5442 Israel · 5444 Japan
5446 Jordan · 5448 Kina · 5452 Kuwait · 5454 Laos · 5456 Libanon · 5457 Maldiverne · 5458 Malaysia · 5459 Mongoliet
5462 Oman · 5464 Nepal · 5466 Korea,Demokratisk Folkerepublik · 5472 Pakistan · 5474 Filippinerne
5478 Saudi Arabien · 5482 Singapore · 5484 Korea,Republik · 5486 Syrien · 5487 Mellemøsten · 5488 Vietnam
5492 Thailand · 5496 Qatar · 5499 Asien · 5502 Australien · 5505 Tonga · 5508 Fiji · 5514 New Zealand · 5522 Samoa
5525 Djibouti · 5526 Belize · 5534 Papua New Guinea · 5599 Øer I Stillehavet · 5607 Estland · 5609 Letland
5611 Litauen · 5621 Sao Tome Og Principe · 5623 Salomon-Øerne · 5625 St.Christop.Og Nevis · 5700 Rusland
5704 Ukraine · 5706 Belarus · 5708 Armenien · 5710 Azerbajdjan · 5712 Moldova · 5714 Uzbekistan · 5716 Kazakhstan
5718 Turkmenistan · 5720 Kirgizstan · 5722 Tadzhikistan · 5724 Georgien · 5750 Kroatien · 5752 Slovenien
5754 Bosnien-Hercegovina · 5756 Makedonien · 5757 Serbien · 5758 Jugoslavien,Forb.Rep · 5759 Montenegro
5761 Kosovo · 5776 Tjekkiske Republik · 5778 Slovakiet · 5779 Cook Islands · 5800 Udlændingeservice · 5902 Færøerne
5999 Land Ukendt`

const names = new Map(
  lists
    .trim()
    .split(/\n| · /)
    .map(entry => [entry.slice(0, 4), entry.slice(5)]),
)

/** The name in Danish; null for a code that is not in the list. */
export const countryName = (code: string | null): string | null => names.get(code ?? '') ?? null
